import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";

/**
 * Pinball loss of the 0.5 quantile: half the absolute error.
 *
 * @see Koenker & Bassett (1978), Econometrica 46, 33–50; scikit-learn `mean_pinball_loss(alpha=0.5)`
 * @example pinball.prepare({ label: [3, 5], prediction: [2, 7] })() // 0.75
 */
export const pinball: Metric = {
  name: "pinball",
  title: "Pinball loss at the median",
  task: "regression",
  direction: "minimize",
  range: [0, Number.POSITIVE_INFINITY],
  unit: "target",
  formula: "mean of |prediction − label| / 2",
  convention: "Koenker & Bassett (1978) at the 0.5 quantile: scikit-learn mean_pinball_loss(alpha=0.5)",
  ...fromSums(
    meanOf(
      ({ label, prediction }) =>
        (row) =>
          Math.abs(prediction[row]! - label[row]!) / 2,
    ),
  ),
};
