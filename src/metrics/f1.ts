import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/**
 * Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). NaN where no row is positive or called so
 * (scikit-learn says 0, and warns).
 *
 * @see scikit-learn `f1_score`
 * @example f1.prepare({ label: [1, 0], prediction: [0.9, 0.6] })() // 0.6667
 */
export const f1: Metric = {
  name: "f1",
  title: "F1",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "number",
  ...fromConfusion(
    ({ truePositive, falsePositive, falseNegative }) =>
      (2 * truePositive) / (2 * truePositive + falsePositive + falseNegative),
  ),
};
