import { fromSums, meanOf } from "./from-sums.js";
import { intervalMissing } from "./intervals-of-rows.js";
import type { Metric } from "./metric.js";

/**
 * Share of rows whose label lies within the interval that the model gives (`input.interval`), bounds included. To be read
 * against the level that the intervals promise, and beside their width. NaN without intervals.
 *
 * @see Khosravi et al. (2011), IEEE Transactions on Neural Networks 22, 1341–1356 (PICP); MAPIE `regression_coverage_score`
 * @example intervalCoverage.prepare({ label: [1, 5], prediction: [1, 2], interval: { lower: [0, 1], upper: [2, 3] } })() // 0.5
 */
export const intervalCoverage: Metric = {
  name: "intervalCoverage",
  title: "Interval coverage",
  task: "regression",
  direction: "maximize",
  range: [0, 1],
  unit: "rate",
  formula: "rows with lower ≤ label ≤ upper / rows",
  convention: "bounds count as inside; to be read against the level that the intervals promise",
  ...fromSums(
    meanOf(({ label, interval }) => (row) => {
      const [value, lower, upper] = [
        label[row]!,
        interval?.lower[row] ?? Number.NaN,
        interval?.upper[row] ?? Number.NaN,
      ];
      return Number.isNaN(value + (upper - lower)) ? Number.NaN : Number(lower <= value && value <= upper);
    }),
  ),
  undefinedBecause: intervalMissing,
};
