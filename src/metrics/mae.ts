import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";
import { absoluteError } from "./row-loss.js";

/**
 * Mean absolute error, in the target's unit.
 *
 * @see scikit-learn `mean_absolute_error`
 * @example mae.prepare({ label: [3, 5], prediction: [2, 7] })() // 1.5
 */
export const mae: Metric = {
  name: "mae",
  title: "Mean absolute error",
  task: "regression",
  direction: "minimize",
  range: [0, Number.POSITIVE_INFINITY],
  unit: "target",
  formula: "mean of |prediction − label|",
  convention: "scikit-learn mean_absolute_error",
  ...fromSums(meanOf(absoluteError)),
};
