import type { Prepare } from "./metric.js";
import { ranked, undefinedMetric } from "./ranked.js";

/**
 * Share of all positives among the rows with the highest scores, `share` of all by weight. The group of equal scores
 * that the border cuts counts in proportion, which is its mean over all orders. NaN where no row is positive.
 */
export const positivesInTop =
  (share: number): Prepare =>
  (input) => {
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
      return found / positives;
    };
  };
