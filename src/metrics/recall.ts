import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/**
 * Share of the positive rows that are found. NaN where there are none (scikit-learn says 0, and warns).
 *
 * @see scikit-learn `recall_score`
 * @example recall.prepare({ label: [1, 1], prediction: [0.9, 0.4] })() // 0.5
 */
export const recall: Metric & { name: "recall" } = {
  name: "recall",
  title: "Recall",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "rate",
  formula: "TP / (TP + FN)",
  convention: "scikit-learn recall_score, but undefined where no row is positive; of more classes the macro mean",
  ...fromConfusion(({ truePositive, falseNegative }) => truePositive / (truePositive + falseNegative)),
};
