import { getMetric } from "../metrics/index.js";
import type { MetricName } from "../metrics/metric.js";
import type { Policy, Task } from "../projects/types.js";

const classification: readonly MetricName[] = [
  "accuracy",
  "balancedAccuracy",
  "f1",
  "rocAuc",
  "averagePrecision",
  "logLoss",
  "brier",
  "calibrationError",
];
const regression: readonly MetricName[] = ["mae", "rmse", "medianAbsoluteError", "bias", "r2"];

/** Below this share of the rarer class, accuracy rewards saying the common one. */
const rareShare = 1 / 5;

/** Metrics shown for plain files. */
export const defaultMetrics = (task: Task): readonly MetricName[] =>
  task === "classification" ? classification : regression;

/**
 * The metric that decides for plain files: `mae` for values, `accuracy` for classes, `rocAuc` where the rarer class has
 * less than a fifth of the rows.
 *
 * @param label index of the class, or the value.
 */
export function defaultPrimaryMetric(task: Task, label: Float64Array): MetricName {
  if (task === "regression") return "mae";
  if (label.some((place) => place > 1)) return "accuracy";
  const share = label.reduce((sum, value) => sum + value, 0) / label.length;
  return Math.min(share, 1 - share) < rareShare ? "rocAuc" : "accuracy";
}

/**
 * The smallest worthwhile gain where nobody named one: 0.01 for rates and other scores to be maximised, 1 % of the
 * champion's value for errors (0.01 where that is 0 or not defined).
 */
function defaultMargin(metric: MetricName, championValue: number): number {
  const { unit, direction } = getMetric(metric);
  if (unit === "rate" || direction === "maximize") return 0.01;
  const margin = 0.01 * Math.abs(championValue);
  return margin > 0 && Number.isFinite(margin) ? margin : 0.01;
}

/** What a reader's flags say about the policy. */
export interface PolicyFlags {
  metric?: MetricName;
  margin?: number;
  level?: number;
  guardrails: { metric: MetricName; margin: number }[];
}

/**
 * The policy for plain files: contract §4's default, and what flags change in it.
 *
 * @param championValue of the primary metric; the default margin of an error is 1 % of it.
 */
export function filePolicy(
  task: Task,
  primaryMetric: MetricName,
  championValue: number,
  { metric, margin, level, guardrails }: PolicyFlags,
): Policy {
  const flagged = metric !== undefined || margin !== undefined || level !== undefined || guardrails.length > 0;
  return {
    name: flagged ? "flags" : "default",
    source: flagged ? "flags" : "default",
    primaryMetric,
    smallestWorthwhileGain: margin ?? defaultMargin(primaryMetric, championValue),
    level: level ?? 0.95,
    guardrails,
    metrics: [...defaultMetrics(task)],
    evidence: "test",
  };
}
