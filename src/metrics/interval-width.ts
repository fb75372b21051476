import { fromSums, meanOf } from "./from-sums.js";
import { intervalMissing } from "./intervals-of-rows.js";
import type { Metric } from "./metric.js";

/**
 * Mean width of the intervals that the model gives (`input.interval`), in the target's unit: of two with the same
 * coverage, the narrower is better. NaN without intervals.
 *
 * @see Khosravi et al. (2011), IEEE Transactions on Neural Networks 22, 1341–1356 (MPIW)
 * @example intervalWidth.prepare({ label: [1, 5], prediction: [1, 2], interval: { lower: [0, 1], upper: [2, 4] } })() // 2.5
 */
export const intervalWidth: Metric = {
  name: "intervalWidth",
  title: "Interval width",
  task: "regression",
  direction: "minimize",
  range: [0, Number.POSITIVE_INFINITY],
  unit: "target",
  formula: "mean of upper − lower",
  convention: "rows count alike; to be read beside the coverage",
  ...fromSums(
    meanOf(
      ({ interval }) =>
        (row) =>
          interval ? interval.upper[row]! - interval.lower[row]! : Number.NaN,
    ),
  ),
  undefinedBecause: intervalMissing,
};
