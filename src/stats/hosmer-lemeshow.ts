import { chiSquareUpper } from "./chi-square-distribution.js";
import type { TestStatistic } from "./estimate.js";
import { requireProbabilities } from "./spiegelhalter.js";

export interface HosmerLemeshow extends TestStatistic {
  /** Rows, events and sum of probabilities of each group, by rising probability. */
  groups: { rows: number; observed: number; expected: number }[];
}

/**
 * Hosmer and Lemeshow's test of calibration on groups of equal size by rising probability, for rows on which the model
 * was not fitted: χ² with as many degrees of freedom as there are groups (for the rows of the fit it would be two less).
 * Equal probabilities are never parted, so there may be fewer groups. Rows must be independent, with at least about 5
 * expected events and non-events in most groups.
 *
 * @param label 0 or 1 per row.
 * @param probability of class 1.
 * @param wanted number of groups, 10 by default.
 * @returns NaN without rows. Infinity and p 0 where a group's probabilities are all 0 or all 1 and wrong.
 * @throws RangeError where a label or a probability cannot be, naming the row.
 * @see Hosmer & Lemeshow (1980), Communications in Statistics A 9, 1043–1069; Hosmer, Lemeshow & Sturdivant (2013), §5.2.2
 * @example hosmerLemeshow(label, probability).pValue
 */
export function hosmerLemeshow(label: ArrayLike<number>, probability: ArrayLike<number>, wanted = 10): HosmerLemeshow {
  requireProbabilities(label, probability);
  const order = Uint32Array.from({ length: label.length }, (_, row) => row).sort(
    (a, b) => probability[a]! - probability[b]!,
  );
  const groups: HosmerLemeshow["groups"] = [];
  for (let rank = 0; rank < order.length;) {
    const end = Math.round(((groups.length + 1) * order.length) / wanted);
    const group = { rows: 0, observed: 0, expected: 0 };
    const last = (at: number): number => probability[order[at - 1]!]!;
    for (; rank < end || (rank < order.length && group.rows > 0 && probability[order[rank]!] === last(rank)); rank++) {
      group.rows++;
      group.observed += label[order[rank]!]!;
      group.expected += probability[order[rank]!]!;
    }
    groups.push(group);
  }
  const filled = groups.filter(({ rows }) => rows > 0);
  const statistic = filled.length === 0 ? Number.NaN : filled.reduce((sum, group) => sum + distanceOf(group), 0);
  const pValue = filled.length === 0 ? Number.NaN : chiSquareUpper(statistic, filled.length);
  return { statistic, degreesOfFreedom: filled.length, pValue, groups: filled };
}

function distanceOf({ rows, observed, expected }: HosmerLemeshow["groups"][number]): number {
  if (observed === expected) return 0;
  return (observed - expected) ** 2 / (expected * (1 - expected / rows));
}
