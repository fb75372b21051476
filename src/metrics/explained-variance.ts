import { fromSums } from "./from-sums.js";
import type { Metric } from "./metric.js";
import { fromVariances } from "./variance-sums.js";

/**
 * 1 − variance of the errors / variance of the labels: r² of predictions whose bias is forgiven. NaN where labels do not
 * vary (scikit-learn says 0 or 1).
 *
 * @see scikit-learn `explained_variance_score`
 * @example explainedVariance.prepare({ label: [1, 2, 3], prediction: [2, 3, 4] })() // 1
 */
export const explainedVariance: Metric = {
  name: "explainedVariance",
  title: "Explained variance",
  task: "regression",
  direction: "maximize",
  range: [Number.NEGATIVE_INFINITY, 1],
  unit: "number",
  formula: "1 − variance of errors / variance of labels",
  convention: "scikit-learn explained_variance_score, but undefined where labels do not vary",
  ...fromSums(fromVariances(({ labels, errors }) => 1 - errors / labels)),
};
