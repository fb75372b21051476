import { formatDifference, formatValue } from "../../lib/format.js";
import { getMetric } from "../../metrics/index.js";
import type { MetricName } from "../../metrics/metric.js";
import type { GateRule } from "../../projects/types.js";
import type { Estimate } from "../../stats/estimate.js";
import { metricInWords } from "../headline.js";
import { notMeasured, type Requirement } from "./requirement.js";

/** What is known of the model's performance: its metrics, and its gains over others on the same rows. */
export interface PerformanceEvidence {
  metrics: Partial<Record<MetricName, Estimate>>;
  /** Gains over the champion; null where there is none to compare with. */
  overChampion: Partial<Record<MetricName, Estimate>> | null;
  /** Gains over each run of the baseline family. */
  overBaselines: readonly Partial<Record<MetricName, Estimate>>[];
}

/** The gain over the baseline that comes closest. */
function overClosest(baselines: PerformanceEvidence["overBaselines"], metric: MetricName): Estimate | undefined {
  return baselines
    .flatMap((gains) => gains[metric] ?? [])
    .reduce<Estimate | undefined>(
      (closest, gain) => (closest && closest.estimate <= gain.estimate ? closest : gain),
      undefined,
    );
}

/**
 * One metric against its fixed limit, and where the rule says so against the baseline that comes closest and against the
 * champion.
 *
 * @throws RangeError for a metric whose best value lies between its ends, such as bias: a limit says nothing about it.
 */
export function performanceRequirements(
  rule: Extract<GateRule, { gate: "performance" }>,
  evidence: PerformanceEvidence,
  { level, targetUnit }: { level: number; targetUnit: string },
): Requirement[] {
  const { metric, limit, overBaseline, belowChampion } = rule;
  const { title, unit, direction, signed } = getMetric(metric);
  if (signed)
    throw new RangeError(`a gate on ${metric} makes no sense: its best value is 0, with errors on both sides`);
  const quantity = { unit, targetUnit };
  const words = metricInWords(metric);
  const value = evidence.metrics[metric] ?? notMeasured(level);
  const compared = (name: string, gain: Estimate | undefined, smallest: number): Requirement => {
    const found = gain ?? notMeasured(level);
    const better = found.estimate >= 0;
    return {
      name: `${words} against the ${name}`,
      gate: "performance",
      bound: "at-least",
      limit: smallest,
      quantity,
      value: found,
      isDifference: true,
      finding: `${title} is ${formatDifference(found.estimate, quantity)} ${better ? "better" : "worse"} than the ${name}'s`,
    };
  };
  return [
    {
      name: words,
      gate: "performance",
      bound: direction === "maximize" ? "at-least" : "at-most",
      limit,
      quantity,
      value,
      isDifference: false,
      finding: `${title} is ${formatValue(value.estimate, quantity)}`,
    },
    ...(overBaseline === undefined
      ? []
      : [compared("baseline", overClosest(evidence.overBaselines, metric), overBaseline)]),
    ...(belowChampion === undefined || !evidence.overChampion
      ? []
      : [compared("champion", evidence.overChampion[metric], -belowChampion)]),
  ];
}
