import { betaTails } from "./incomplete-beta.js";

/**
 * P(X > x) of Fisher's F with `first` and `second` degrees of freedom, computed as a tail: right to 1e-10 relative down
 * to 1e-300.
 *
 * @example fUpper(4.35, 1, 20) // 0.05
 */
export function fUpper(x: number, first: number, second: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const sum = first * x + second;
  return betaTails(second / 2, first / 2, second / sum, (first * x) / sum).lower;
}
