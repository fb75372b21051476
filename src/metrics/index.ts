import { accuracy } from "./accuracy.js";
import { adjustedR2 } from "./adjusted-r2.js";
import { averagePrecision } from "./average-precision.js";
import { averaged } from "./averaged.js";
import { balancedAccuracy } from "./balanced-accuracy.js";
import { bias } from "./bias.js";
import { brier } from "./brier.js";
import { brierReliability, brierResolution, brierUncertainty } from "./brier-parts.js";
import { calibrationError } from "./calibration-error.js";
import { calibrationErrorDebiased } from "./calibration-error-debiased.js";
import { cumulativeGain } from "./cumulative-gain.js";
import { expectedCost } from "./expected-cost.js";
import { explainedVariance } from "./explained-variance.js";
import { f1, f2, fHalf } from "./f-beta.js";
import { gini } from "./gini.js";
import { intervalCoverage } from "./interval-coverage.js";
import { intervalWidth } from "./interval-width.js";
import { kappa } from "./kappa.js";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.js";
import { lift } from "./lift.js";
import { logLoss } from "./log-loss.js";
import { mae } from "./mae.js";
import { mape } from "./mape.js";
import { mcc } from "./mcc.js";
import { medianAbsoluteError } from "./median-absolute-error.js";
import type { Metric } from "./metric.js";
import { pinball } from "./pinball.js";
import { precision } from "./precision.js";
import { precisionRecallAuc } from "./precision-recall-auc.js";
import { profit } from "./profit.js";
import { r2 } from "./r2.js";
import { recall } from "./recall.js";
import { rmse } from "./rmse.js";
import { rmsle } from "./rmsle.js";
import { rocAuc } from "./roc-auc.js";
import { smape } from "./smape.js";
import { specificity } from "./specificity.js";

const ofContract: readonly Metric[] = [
  accuracy, balancedAccuracy, precision, recall, specificity, f1, mcc, kappa, rocAuc, averagePrecision, logLoss, brier,
  calibrationError, expectedCost, lift,
  rmse, mae, medianAbsoluteError, mape, smape, r2, explainedVariance, bias, pinball, rmsle,
]; // prettier-ignore

const further: readonly Metric[] = [
  f2, fHalf, precisionRecallAuc, gini, kolmogorovSmirnov, cumulativeGain, profit, brierReliability, brierResolution,
  brierUncertainty, calibrationErrorDebiased,
  adjustedR2, intervalCoverage, intervalWidth,
]; // prettier-ignore

const perClass = [
  precision, recall, specificity, f1, f2, fHalf, rocAuc, averagePrecision, precisionRecallAuc, gini, kolmogorovSmirnov,
  lift, cumulativeGain,
]; // prettier-ignore
const averages: readonly Metric[] = perClass.flatMap((metric) =>
  (["macro", "micro", "weighted"] as const).map((average) => averaged(metric, average)),
);

/** Every metric by its name: those of contract §2 in its order, further ones, and averages over classes. */
export const metrics: Record<string, Metric> = Object.fromEntries(
  [...ofContract, ...further, ...averages].map((metric) => [metric.name, metric]),
);

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
 * The metrics of a task that contract §2 names, in its order: what every run is measured by.
 *
 * @example metricsFor("regression").map(({ name }) => name) // ["rmse", "mae", …]
 */
export function metricsFor(task: Metric["task"]): Metric[] {
  return ofContract.filter((metric) => metric.task === task);
}

export { gain } from "./gain.js";
export { undefinedBecause } from "./undefined-because.js";
export type { Costs, Metric, MetricInput, MetricName } from "./metric.js";
