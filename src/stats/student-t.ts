import jstat from "jstat";
import { betaTails } from "./incomplete-beta.js";
import type { Tails } from "./incomplete-gamma.js";
import { polishedQuantile } from "./quantile.js";
import { binomialTerm } from "./saddle-point.js";

function tails(t: number, degreesOfFreedom: number): Tails {
  const square = t * t;
  const sum = degreesOfFreedom + square;
  const outside =
    sum === Number.POSITIVE_INFINITY
      ? 0
      : betaTails(degreesOfFreedom / 2, 0.5, degreesOfFreedom / sum, square / sum).lower / 2;
  return t >= 0 ? { lower: 1 - outside, upper: outside } : { lower: outside, upper: 1 - outside };
}

/**
 * P(T > t) of Student's t, computed as a tail: right to 1e-10 relative down to 1e-300. Degrees of freedom may be any
 * number above 0.
 *
 * @example tUpper(2.085963, 20) // 0.025
 */
export const tUpper = (t: number, degreesOfFreedom: number): number =>
  Number.isNaN(t) ? Number.NaN : tails(t, degreesOfFreedom).upper;

/**
 * The t with P(T ≤ t) = p.
 *
 * @returns −Infinity at 0, Infinity at 1, NaN outside [0, 1].
 * @example tQuantile(0.975, 20) // 2.085963
 */
export function tQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p >= 0 && p <= 1 && degreesOfFreedom > 0)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (p === 0.5) return 0;
  const half = degreesOfFreedom / 2;
  return polishedQuantile(
    p,
    jstat.studentt.inv(p, degreesOfFreedom),
    (t) => tails(t, degreesOfFreedom),
    (t) => {
      const sum = degreesOfFreedom + t * t;
      const term = binomialTerm(half, 0.5, degreesOfFreedom / sum, (t * t) / sum);
      return (term * half) / ((half + 0.5) * Math.abs(t));
    },
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  );
}
