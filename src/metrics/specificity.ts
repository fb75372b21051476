import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/**
 * Share of the negative rows that are left alone. NaN where there are none.
 *
 * @see scikit-learn `recall_score(pos_label=0)`
 * @example specificity.prepare({ label: [0, 0], prediction: [0.9, 0.4] })() // 0.5
 */
export const specificity: Metric & { name: "specificity" } = {
  name: "specificity",
  title: "Specificity",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "rate",
  formula: "TN / (TN + FP)",
  convention:
    "scikit-learn recall_score(pos_label=0), but undefined where no row is negative; of more classes the macro mean",
  ...fromConfusion(({ falsePositive, trueNegative }) => trueNegative / (trueNegative + falsePositive)),
};
