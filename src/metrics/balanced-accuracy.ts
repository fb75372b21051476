import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/**
 * Mean of recall and specificity, so that a rare class counts as much as a common one. NaN where a class is absent
 * (scikit-learn leaves the absent class out instead, and warns).
 *
 * @see scikit-learn `balanced_accuracy_score`
 * @example balancedAccuracy.prepare({ label: [1, 0, 0], prediction: [0.9, 0.6, 0.1] })() // 0.75
 */
export const balancedAccuracy: Metric = {
  name: "balancedAccuracy",
  title: "Balanced accuracy",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "rate",
  formula: "(recall + specificity) / 2; of more classes the mean recall of all",
  convention: "scikit-learn balanced_accuracy_score, but undefined where a class has no row",
  ...fromConfusion(
    ({ truePositive, falsePositive, falseNegative, trueNegative }) =>
      (truePositive / (truePositive + falseNegative) + trueNegative / (trueNegative + falsePositive)) / 2,
    ({ right, labelled }) => right.reduce((sum, count, j) => sum + count / labelled[j]!, 0) / right.length,
  ),
};
