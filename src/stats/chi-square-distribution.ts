import jstat from "jstat";
import { gammaTails } from "./incomplete-gamma.js";
import { polishedQuantile } from "./quantile.js";
import { poissonTerm } from "./saddle-point.js";

/**
 * P(X > x) of χ², computed as a tail: right to 1e-10 relative down to 1e-300.
 *
 * @example chiSquareUpper(3.841459, 1) // 0.05
 */
export const chiSquareUpper = (x: number, degreesOfFreedom: number): number =>
  gammaTails(degreesOfFreedom / 2, Math.max(x, 0) / 2).upper;

/**
 * The x with P(X ≤ x) = p of χ².
 *
 * @returns 0 at 0, Infinity at 1, NaN outside [0, 1].
 * @example chiSquareQuantile(0.95, 1) // 3.841459
 */
export function chiSquareQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p >= 0 && p <= 1 && degreesOfFreedom > 0)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const half = degreesOfFreedom / 2;
  return polishedQuantile(
    p,
    jstat.chisquare.inv(p, degreesOfFreedom),
    (x) => gammaTails(half, x / 2),
    (x) => (poissonTerm(half, x / 2) * half) / x,
    [0, Number.POSITIVE_INFINITY],
  );
}
