import { chiSquareUpper } from "./chi-square-distribution.js";

export interface ChiSquare {
  statistic: number;
  degreesOfFreedom: number;
  pValue: number;
}

/**
 * χ² test of homogeneity: do two samples fall into the same cells in the same shares? Neither side is taken as the
 * truth. Cells that are empty on both sides are left out; one cell alone gives statistic 0, p 1. Counts must be of
 * independent rows, and large enough: most expected counts at least 5.
 *
 * @param first counts per cell; `second` likewise, in the same order.
 * @returns NaN where a side has no rows.
 * @throws RangeError where the numbers of cells differ.
 * @see Pearson (1900), Philosophical Magazine 50, 157–175; scipy `chi2_contingency(correction=False)`
 * @example chiSquareHomogeneity([10, 20], [20, 10]) // { statistic: 6.667, degreesOfFreedom: 1, pValue: 0.0098 }
 */
export function chiSquareHomogeneity(first: ArrayLike<number>, second: ArrayLike<number>): ChiSquare {
  const cells = pairedCells(first, second);
  const totals = cells.reduce(([a, b], [x, y]) => [a + x, b + y], [0, 0] as [number, number]);
  if (totals[0] === 0 || totals[1] === 0)
    return { statistic: Number.NaN, degreesOfFreedom: Math.max(cells.length - 1, 0), pValue: Number.NaN };
  const all = totals[0] + totals[1];
  let statistic = 0;
  for (const cell of cells)
    for (const side of [0, 1] as const) {
      const expected = ((cell[0] + cell[1]) * totals[side]) / all;
      statistic += (cell[side] - expected) ** 2 / expected;
    }
  const degreesOfFreedom = cells.length - 1;
  return { statistic, degreesOfFreedom, pValue: degreesOfFreedom ? chiSquareUpper(statistic, degreesOfFreedom) : 1 };
}

/** Counts of both sides per cell, without the cells that are empty on both. */
export function pairedCells(first: ArrayLike<number>, second: ArrayLike<number>): [number, number][] {
  if (first.length !== second.length) throw new RangeError(`cells differ: ${first.length} and ${second.length}`);
  return Array.from(first, (count, i): [number, number] => [count, second[i]!]).filter(([a, b]) => a > 0 || b > 0);
}
