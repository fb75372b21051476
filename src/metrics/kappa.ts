import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/**
 * Cohen's kappa: agreement beyond what the two shares of positives would give by chance, unweighted. NaN where chance
 * alone agrees fully, that is where answer and label are the same constant.
 *
 * @see Cohen (1960), Educational and Psychological Measurement 20, 37–46; scikit-learn `cohen_kappa_score`
 * @example kappa.prepare({ label: [1, 0, 1], prediction: [0.9, 0.1, 0.2] })() // 0.4
 */
export const kappa: Metric = {
  name: "kappa",
  title: "Cohen's kappa",
  task: "classification",
  direction: "maximize",
  range: [-1, 1],
  unit: "number",
  formula: "(observed − expected agreement) / (1 − expected agreement)",
  convention: "Cohen (1960), unweighted: scikit-learn cohen_kappa_score",
  ...fromConfusion(
    ({ truePositive, falsePositive, falseNegative, trueNegative }) => {
      const determinant = truePositive * trueNegative - falsePositive * falseNegative;
      const crossed =
        (truePositive + falsePositive) * (falsePositive + trueNegative) +
        (truePositive + falseNegative) * (falseNegative + trueNegative);
      return (2 * determinant) / crossed;
    },
    ({ right, answered, labelled, total }) => {
      const observed = right.reduce((sum, count) => sum + count, 0) / total;
      const expected = answered.reduce((sum, count, j) => sum + (count / total) * (labelled[j]! / total), 0);
      return (observed - expected) / (1 - expected);
    },
  ),
};
