import { pairedCells } from "./chi-square.js";
import { sharesOf } from "./shares.js";

/**
 * Total variation of two samples counted in the same cells: the share of rows that would have to change cell, 0 to 1.
 *
 * @returns NaN where a side has no rows.
 * @throws RangeError where the numbers of cells differ.
 * @example totalVariation([50, 50], [60, 40]) // 0.1
 */
export function totalVariation(first: ArrayLike<number>, second: ArrayLike<number>): number {
  return sharesOf(pairedCells(first, second)).reduce((sum, [p, q]) => sum + Math.abs(p - q) / 2, 0);
}
