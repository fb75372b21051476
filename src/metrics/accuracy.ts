import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/**
 * Share of rows answered rightly. NaN without rows.
 *
 * @see scikit-learn `accuracy_score`
 * @example accuracy.prepare({ label: [1, 0], prediction: [0.9, 0.6] })() // 0.5
 */
export const accuracy: Metric = {
  name: "accuracy",
  title: "Accuracy",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "rate",
  formula: "right answers / rows",
  convention: "scikit-learn accuracy_score",
  ...fromConfusion(
    ({ truePositive, falsePositive, falseNegative, trueNegative }) =>
      (truePositive + trueNegative) / (truePositive + falsePositive + falseNegative + trueNegative),
    ({ right, total }) => right.reduce((sum, count) => sum + count, 0) / total,
  ),
};
