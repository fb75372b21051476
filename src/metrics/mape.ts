import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";
import { reasonOfRows } from "./undefined-because.js";

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
  formula: "mean of |prediction − label| / |label|, as a fraction",
  convention: "scikit-learn mean_absolute_percentage_error, but undefined where a label is 0",
  ...fromSums(
    meanOf(({ label, prediction }) => (row) => {
      const value = label[row]!;
      return value === 0 ? Number.NaN : Math.abs((prediction[row]! - value) / value);
    }),
  ),
  undefinedBecause: ({ label }) => reasonOfRows(label.length, (row) => label[row] === 0, "the label is 0"),
};
