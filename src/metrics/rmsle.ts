import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";
import { reasonOfRows } from "./undefined-because.js";

const mean = meanOf(({ label, prediction }) => (row) => {
  const [came, said] = [label[row]!, prediction[row]!];
  return came < 0 || said < 0 ? Number.NaN : (Math.log1p(said) - Math.log1p(came)) ** 2;
});

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
  formula: "√(mean of (ln(1 + prediction) − ln(1 + label))²)",
  convention: "scikit-learn root_mean_squared_log_error, but undefined where a value is below 0",
  ...fromSums({ ...mean, fromSums: (sums) => Math.sqrt(mean.fromSums(sums)) }),
  undefinedBecause: ({ label, prediction }) =>
    reasonOfRows(
      label.length,
      (row) => label[row]! < 0 || prediction[row]! < 0,
      "the label or the prediction is below 0",
    ),
};
