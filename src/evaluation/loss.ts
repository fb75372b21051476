import type { MetricName } from "../metrics/metric.js";

/** The loss of single rows that stands for a metric where rows are shown one by one. */
export type LossName = "absoluteError" | "squaredError" | "zeroOne" | "logLoss" | "brier";

const squared: ReadonlySet<MetricName> = new Set(["rmse", "r2", "explainedVariance", "rmsle"]);
const probabilistic: ReadonlySet<MetricName> = new Set(["logLoss", "rocAuc", "averagePrecision", "lift"]);
const quadratic: ReadonlySet<MetricName> = new Set(["brier", "calibrationError"]);

/** The row loss closest to a metric: the metric's own where it is a mean of losses. */
export function lossFor(metric: MetricName, task: "classification" | "regression"): LossName {
  if (task === "regression") return squared.has(metric) ? "squaredError" : "absoluteError";
  if (probabilistic.has(metric)) return "logLoss";
  return quadratic.has(metric) ? "brier" : "zeroOne";
}

/**
 * The loss of every row.
 *
 * @param label class 0 or 1, or the value.
 * @param prediction probability of class 1, or the value; for `logLoss` cut off at 1e-15 from 0 and 1.
 */
export function rowLosses(
  loss: LossName,
  label: Float64Array,
  prediction: Float64Array,
  threshold = 0.5,
): Float64Array {
  const result = new Float64Array(label.length);
  for (let i = 0; i < label.length; i++) {
    const y = label[i]!;
    const p = prediction[i]!;
    if (loss === "absoluteError") result[i] = Math.abs(y - p);
    else if (loss === "squaredError" || loss === "brier") result[i] = (y - p) ** 2;
    else if (loss === "zeroOne") result[i] = Number(p >= threshold !== (y === 1));
    else result[i] = -Math.log(Math.min(1, Math.max(1e-15, y === 1 ? p : 1 - p)));
  }
  return result;
}
