import { fromSums } from "./from-sums.js";
import type { Metric } from "./metric.js";
import { fromVariances } from "./variance-sums.js";

/**
 * Share of the labels' variance that the predictions explain: 1 − squared errors / squares around the labels' mean.
 * Below 0 where the mean itself predicts better. NaN where labels do not vary (scikit-learn says 0 or 1).
 *
 * @see scikit-learn `r2_score`
 * @example r2.prepare({ label: [1, 2, 3], prediction: [1, 2, 2] })() // 0.5
 */
export const r2: Metric = {
  name: "r2",
  title: "R²",
  task: "regression",
  direction: "maximize",
  range: [Number.NEGATIVE_INFINITY, 1],
  unit: "number",
  formula: "1 − Σ (label − prediction)² / Σ (label − mean label)²",
  convention: "scikit-learn r2_score, but undefined where labels do not vary",
  ...fromSums(fromVariances(({ labels, squaredErrors }) => 1 - squaredErrors / labels)),
};
