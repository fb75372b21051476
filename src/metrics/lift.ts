import { fromWeights } from "./from-weights.js";
import type { Metric } from "./metric.js";
import { ranking } from "./one-versus-rest.js";
import { positivesInTop } from "./top-share.js";

const share = 0.1;

/**
 * How many times more positives the tenth of rows with the highest scores holds than a tenth drawn at random. Rows are
 * taken by weight; see `positivesInTop` for ties. NaN where no row is positive. At most 10, or 1 / the share of
 * positives.
 *
 * @example lift.prepare({ label: [1, 0, 0, 0, 0, 0, 0, 0, 0, 1], prediction: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] })() // 5
 */
export const lift: Metric & { name: "lift" } = {
  name: "lift",
  title: "Lift of the top tenth",
  task: "classification",
  direction: "maximize",
  range: [0, 1 / share],
  unit: "number",
  formula: "share of positives among the top tenth of scores / share among all",
  convention: "the group of equal scores that the border cuts counts in proportion; of more classes the macro mean",
  ...fromWeights(
    ranking((input) => {
      const found = positivesInTop(share)(input);
      return (weights) => found(weights) / share;
    }),
  ),
};
