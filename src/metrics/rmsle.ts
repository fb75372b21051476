import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";

const mean = meanOf((label, prediction) =>
  label < 0 || prediction < 0 ? Number.NaN : (Math.log1p(prediction) - Math.log1p(label)) ** 2,
);

/**
 * Root of the mean squared difference of ln(1 + value). NaN where a label or a prediction is below 0 (scikit-learn
 * allows values above −1, which change the meaning of the measure).
 *
 * @see scikit-learn `root_mean_squared_log_error`
 * @example rmsle.prepare({ label: [3, 5], prediction: [2, 7] })() // 0.2877
 */
export const rmsle: Metric = {
  name: "rmsle",
  title: "Root mean squared logarithmic error",
  task: "regression",
  direction: "minimize",
  range: [0, Number.POSITIVE_INFINITY],
  unit: "number",
  ...fromSums({ ...mean, fromSums: (sums) => Math.sqrt(mean.fromSums(sums)) }),
};
