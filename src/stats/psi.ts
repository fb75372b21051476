import { pairedCells } from "./chi-square.js";

/**
 * Population stability index of two samples counted in the same cells: Σ (q − p) ln(q / p). Symmetric. A cell that only
 * one side fills counts half a row on the other, so that a new category is finite and grows with the sample; cells empty
 * on both sides are left out.
 *
 * @param reference counts per cell; `current` likewise, in the same order.
 * @returns NaN where a side has no rows.
 * @throws RangeError where the numbers of cells differ.
 * @see Jeffreys (1946), Proceedings of the Royal Society A 186, 453–461; Siddiqi (2006), Credit Risk Scorecards
 * @example psi([50, 50], [60, 40]) // 0.0405
 */
export function psi(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const cells = pairedCells(reference, current);
  const sides = ([0, 1] as const).map((side) => {
    if (!cells.some((cell) => cell[side] > 0)) return null;
    const counts = cells.map((cell) => cell[side] || 0.5);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / total);
  });
  const [p, q] = sides;
  if (!p || !q) return Number.NaN;
  return p.reduce((sum, share, i) => sum + (q[i]! - share) * Math.log(q[i]! / share), 0);
}
