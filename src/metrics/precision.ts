import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/**
 * Share of the rows called positive that are. NaN where none is called positive (scikit-learn says 0, and warns).
 *
 * @see scikit-learn `precision_score`
 * @example precision.prepare({ label: [1, 0], prediction: [0.9, 0.6] })() // 0.5
 */
export const precision: Metric & { name: "precision" } = {
  name: "precision",
  title: "Precision",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "rate",
  formula: "TP / (TP + FP)",
  convention:
    "scikit-learn precision_score, but undefined where no row is called positive; of more classes the macro mean",
  ...fromConfusion(({ truePositive, falsePositive }) => truePositive / (truePositive + falsePositive)),
};
