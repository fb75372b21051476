import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";
import { quadraticLoss } from "./row-loss.js";

/**
 * Mean squared distance between the probability and what came, 0 or 1.
 *
 * @see Brier (1950), Monthly Weather Review 78, 1–3; scikit-learn `brier_score_loss`
 * @example brier.prepare({ label: [1, 0], prediction: [0.8, 0.3] })() // 0.065
 */
export const brier: Metric = {
  name: "brier",
  title: "Brier score",
  task: "classification",
  direction: "minimize",
  range: [0, 1],
  unit: "number",
  formula: "mean of (P(class 1) − label)²; of more classes half the sum over classes",
  convention: "scikit-learn brier_score_loss(scale_by_half=True), so that two classes counted as many give the same",
  ...fromSums(meanOf(quadraticLoss)),
};
