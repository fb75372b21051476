import { pairedCells } from "./chi-square.js";
import { sharesOf } from "./shares.js";

/**
 * Jensen–Shannon distance of two samples counted in the same cells: the root of the divergence in bits, 0 to 1. Needs no
 * care for empty cells.
 *
 * @returns NaN where a side has no rows.
 * @throws RangeError where the numbers of cells differ.
 * @see Lin (1991), IEEE Transactions on Information Theory 37, 145–151; scipy `jensenshannon(base=2)`
 * @example jensenShannonDistance([1, 0], [0, 1]) // 1
 */
export function jensenShannonDistance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let divergence = 0;
  for (const [p, q] of sharesOf(pairedCells(first, second))) {
    const middle = (p + q) / 2;
    if (p !== 0) divergence += (p * Math.log2(p / middle)) / 2;
    if (q !== 0) divergence += (q * Math.log2(q / middle)) / 2;
  }
  return Math.sqrt(Math.max(0, divergence));
}
