import { rowCost } from "../metrics/expected-cost.js";
import type { MetricInput, MetricName } from "../metrics/metric.js";
import {
  absoluteError,
  logarithmicLoss,
  quadraticLoss,
  type RowLoss,
  squaredError,
  zeroOne,
} from "../metrics/row-loss.js";

/** The loss of single rows that stands for a metric where rows are shown one by one. */
export type LossName = "absoluteError" | "squaredError" | "zeroOne" | "logLoss" | "brier" | "cost";

const squared: readonly MetricName[] = ["rmse", "r2", "adjustedR2", "explainedVariance", "rmsle"];
const quadratic: readonly MetricName[] = [
  "brier",
  "brierReliability",
  "brierResolution",
  "brierUncertainty",
  "calibrationError",
  "calibrationErrorDebiased",
];
const ranking = /^(rocAuc|averagePrecision|precisionRecallAuc|gini|kolmogorovSmirnov|lift|cumulativeGain)/;

/** The row loss closest to a metric: the metric's own where it is a mean of losses. */
export function lossFor(metric: MetricName, task: "classification" | "regression"): LossName {
  if (task === "regression") return squared.includes(metric) ? "squaredError" : "absoluteError";
  if (metric === "logLoss" || ranking.test(metric)) return "logLoss";
  if (metric === "expectedCost" || metric === "profit") return "cost";
  return quadratic.includes(metric) ? "brier" : "zeroOne";
}

const losses: Record<LossName, RowLoss> = {
  absoluteError,
  squaredError,
  zeroOne,
  logLoss: logarithmicLoss,
  brier: quadraticLoss,
  cost: rowCost,
};

/** The loss of every row, as the metric of its name takes it; row weights are left out. */
export function rowLosses(loss: LossName, input: MetricInput): Float64Array {
  const lossOf = losses[loss](input);
  const result = new Float64Array(input.label.length);
  for (let row = 0; row < result.length; row++) result[row] = lossOf(row);
  return result;
}
