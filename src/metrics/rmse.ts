import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";
import { squaredError } from "./row-loss.js";

const mean = meanOf(squaredError);

/**
 * Root of the mean squared error, in the target's unit.
 *
 * @see scikit-learn `root_mean_squared_error`
 * @example rmse.prepare({ label: [3, 5], prediction: [2, 7] })() // 1.5811
 */
export const rmse: Metric = {
  name: "rmse",
  title: "Root mean squared error",
  task: "regression",
  direction: "minimize",
  range: [0, Number.POSITIVE_INFINITY],
  unit: "target",
  formula: "√(mean of (prediction − label)²)",
  convention: "scikit-learn root_mean_squared_error",
  ...fromSums({ ...mean, fromSums: (sums) => Math.sqrt(mean.fromSums(sums)) }),
};
