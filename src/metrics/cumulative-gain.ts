import { fromWeights } from "./from-weights.js";
import type { Metric } from "./metric.js";
import { ranking } from "./one-versus-rest.js";
import { positivesInTop } from "./top-share.js";

/**
 * Share of all positives that the fifth of rows with the highest scores holds: recall of a budget. See `positivesInTop`
 * for ties. NaN where no row is positive.
 *
 * @example cumulativeGain.prepare({ label: [1, 0, 0, 0, 1], prediction: [0.9, 0.8, 0.7, 0.6, 0.5] })() // 0.5
 */
export const cumulativeGain: Metric & { name: "cumulativeGain" } = {
  name: "cumulativeGain",
  title: "Positives found in the top fifth",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "rate",
  formula: "positives among the top fifth of scores / all positives",
  convention:
    "one point of the cumulative gain curve; ties at the border in proportion; of more classes the macro mean",
  ...fromWeights(ranking(positivesInTop(0.2))),
};
