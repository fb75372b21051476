import { accuracy } from "./accuracy.js";
import { averagePrecision } from "./average-precision.js";
import { balancedAccuracy } from "./balanced-accuracy.js";
import { bias } from "./bias.js";
import { brier } from "./brier.js";
import { calibrationError } from "./calibration-error.js";
import { explainedVariance } from "./explained-variance.js";
import { f1 } from "./f1.js";
import { kappa } from "./kappa.js";
import { lift } from "./lift.js";
import { logLoss } from "./log-loss.js";
import { mae } from "./mae.js";
import { mape } from "./mape.js";
import { mcc } from "./mcc.js";
import { medianAbsoluteError } from "./median-absolute-error.js";
import type { Metric } from "./metric.js";
import { pinball } from "./pinball.js";
import { precision } from "./precision.js";
import { r2 } from "./r2.js";
import { recall } from "./recall.js";
import { rmse } from "./rmse.js";
import { rmsle } from "./rmsle.js";
import { rocAuc } from "./roc-auc.js";
import { smape } from "./smape.js";
import { specificity } from "./specificity.js";

const all: readonly Metric[] = [
  accuracy, balancedAccuracy, precision, recall, specificity, f1, mcc, kappa, rocAuc, averagePrecision, logLoss, brier,
  calibrationError, lift, rmse, mae, medianAbsoluteError, mape, smape, r2, explainedVariance, bias, pinball, rmsle,
]; // prettier-ignore

/** Every metric by its name, in the order of contract §2. */
export const metrics: Record<string, Metric> = Object.fromEntries(all.map((metric) => [metric.name, metric]));

/**
 * The metric of a name.
 *
 * @throws RangeError that lists the names, where there is none.
 * @example getMetric("rocAuc").direction // "maximize"
 */
export function getMetric(name: string): Metric {
  if (!Object.hasOwn(metrics, name))
    throw new RangeError(`no metric "${name}"; metrics are ${Object.keys(metrics).join(", ")}`);
  return metrics[name]!;
}

/**
 * The metrics of a task, in the order of contract §2.
 *
 * @example metricsFor("regression").map(({ name }) => name) // ["rmse", "mae", …]
 */
export function metricsFor(task: Metric["task"]): Metric[] {
  return all.filter((metric) => metric.task === task);
}

export { gain } from "./gain.js";
export type { Metric, MetricInput, MetricName } from "./metric.js";
