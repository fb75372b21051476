import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/**
 * Correlation of answer and label, both as 0 and 1. NaN where either is constant (scikit-learn says 0).
 *
 * @see Matthews (1975), Biochimica et Biophysica Acta 405, 442–451; scikit-learn `matthews_corrcoef`
 * @example mcc.prepare({ label: [1, 0, 1], prediction: [0.9, 0.1, 0.2] })() // 0.5
 */
export const mcc: Metric = {
  name: "mcc",
  title: "Matthews correlation",
  task: "classification",
  direction: "maximize",
  range: [-1, 1],
  unit: "number",
  formula: "(TP × TN − FP × FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN))",
  convention:
    "Matthews (1975), of more classes Gorodkin's R_K (2004), as scikit-learn matthews_corrcoef, but undefined where answer or label is constant",
  ...fromConfusion(
    ({ truePositive, falsePositive, falseNegative, trueNegative }) =>
      (truePositive * trueNegative - falsePositive * falseNegative) /
      Math.sqrt(truePositive + falsePositive) /
      Math.sqrt(truePositive + falseNegative) /
      Math.sqrt(trueNegative + falsePositive) /
      Math.sqrt(trueNegative + falseNegative),
    ({ right, answered, labelled, total }) => {
      const together = (a: readonly number[], b: readonly number[]): number =>
        a.reduce((sum, count, j) => sum + (count / total) * (b[j]! / total), 0);
      const agreed = right.reduce((sum, count) => sum + count, 0) / total;
      const spread = (1 - together(answered, answered)) * (1 - together(labelled, labelled));
      return (agreed - together(answered, labelled)) / Math.sqrt(spread);
    },
  ),
};
