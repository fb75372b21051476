import type { Metric } from "./metric.js";
import { ranked, undefinedMetric } from "./ranked.js";

const share = 0.1;

/**
 * How many times more positives the tenth of rows with the highest scores holds than a tenth drawn at random. Rows are
 * taken by weight; the group of equal scores that the border cuts counts in proportion, which is its mean over all
 * orders. NaN where no row is positive. At most 10, or 1 / the share of positives.
 *
 * @example lift.prepare({ label: [1, 0, 0, 0, 0, 0, 0, 0, 0, 1], prediction: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] })() // 5
 */
export const lift: Metric = {
  name: "lift",
  title: "Lift of the top tenth",
  task: "classification",
  direction: "maximize",
  range: [0, 1 / share],
  unit: "number",
  prepare(input) {
    const ranks = ranked(input);
    if (!ranks) return undefinedMetric;
    const { row, positive, last } = ranks;
    const rows = row.length;
    return (weights) => {
      let total = 0;
      let positives = 0;
      for (let rank = 0; rank < rows; rank++) {
        const weight = weights ? weights[row[rank]!]! : 1;
        total += weight;
        positives += weight * positive[rank]!;
      }
      let room = share * total;
      let found = 0;
      let tied = 0;
      let tiedPositive = 0;
      for (let rank = 0; rank < rows && room > 0; rank++) {
        const weight = weights ? weights[row[rank]!]! : 1;
        tied += weight;
        tiedPositive += weight * positive[rank]!;
        if (last[rank] && tied > 0) {
          found += tiedPositive * Math.min(1, room / tied);
          room -= tied;
          tied = 0;
          tiedPositive = 0;
        }
      }
      return found / (share * positives);
    };
  },
};
