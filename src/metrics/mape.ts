import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";

/**
 * Mean of |error| / |label|, as a fraction. NaN where a label is 0 (scikit-learn divides by 2⁻⁵² instead, which gives
 * numbers of no meaning).
 *
 * @see scikit-learn `mean_absolute_percentage_error`
 * @example mape.prepare({ label: [4, 5], prediction: [3, 6] })() // 0.225
 */
export const mape: Metric = {
  name: "mape",
  title: "Mean absolute percentage error",
  task: "regression",
  direction: "minimize",
  range: [0, Number.POSITIVE_INFINITY],
  unit: "rate",
  ...fromSums(meanOf((label, prediction) => (label === 0 ? Number.NaN : Math.abs((prediction - label) / label)))),
};
