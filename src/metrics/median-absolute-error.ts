import { fromWeights } from "./from-weights.js";
import type { Metric } from "./metric.js";
import { orderOf } from "./order.js";
import { undefinedMetric } from "./ranked.js";

/**
 * Median of the absolute errors, in the target's unit. Where exactly half of the weight lies below, the mean of the two
 * middle errors, so that a weight of 2 is the row repeated.
 *
 * @see scikit-learn `median_absolute_error`
 * @example medianAbsoluteError.prepare({ label: [1, 2, 3], prediction: [1, 4, 4] })() // 1
 */
export const medianAbsoluteError: Metric = {
  name: "medianAbsoluteError",
  title: "Median absolute error",
  task: "regression",
  direction: "minimize",
  range: [0, Number.POSITIVE_INFINITY],
  unit: "target",
  formula: "median of |prediction − label|",
  convention: "scikit-learn median_absolute_error; with weights the middle of the repeated rows",
  ...fromWeights(({ label, prediction }) => {
    const rows = label.length;
    const error = new Float64Array(rows);
    for (let row = 0; row < rows; row++) error[row] = Math.abs(prediction[row]! - label[row]!);
    const order = orderOf(error);
    if (!order) return undefinedMetric;
    return (weights) => {
      let half = rows / 2;
      if (weights) {
        half = 0;
        for (let row = 0; row < rows; row++) half += weights[row]!;
        half /= 2;
      }
      if (!(half > 0)) return Number.NaN;
      let below = 0;
      let rank = -1;
      while (below < half) {
        rank++;
        below += weights ? weights[order[rank]!]! : 1;
      }
      const middle = error[order[rank]!]!;
      if (below > half) return middle;
      const drawn = weights ? order.subarray(rank + 1).find((row) => weights[row] !== 0) : order[rank + 1];
      return (middle + error[drawn!]!) / 2;
    };
  }),
};
