import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/**
 * Share of the rows called positive that are. NaN where none is called positive (scikit-learn says 0, and warns).
 *
 * @see scikit-learn `precision_score`
 * @example precision.prepare({ label: [1, 0], prediction: [0.9, 0.6] })() // 0.5
 */
export const precision: Metric = {
  name: "precision",
  title: "Precision",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "rate",
  ...fromConfusion(({ truePositive, falsePositive }) => truePositive / (truePositive + falsePositive)),
};
