import { betaTails } from "./incomplete-beta.js";
import { binomialTerm } from "./saddle-point.js";

/**
 * P(X = k) of n trials with probability p.
 *
 * @example binomialPmf(2, 4, 0.5) // 0.375
 */
export const binomialPmf = (k: number, n: number, p: number): number =>
  k < 0 || k > n || !Number.isInteger(k) ? 0 : binomialTerm(k, n - k, p, 1 - p);

/**
 * P(X ≤ k) of n trials with probability p, computed as a tail where it is one.
 *
 * @example binomialCdf(2, 4, 0.5) // 0.6875
 */
export function binomialCdf(k: number, n: number, p: number): number {
  const most = Math.floor(k);
  if (most < 0) return 0;
  if (most >= n) return 1;
  return betaTails(n - most, most + 1, 1 - p, p).lower;
}

/**
 * P(X > k) of n trials with probability p, computed as a tail where it is one.
 *
 * @example binomialUpper(2, 4, 0.5) // 0.3125
 */
export function binomialUpper(k: number, n: number, p: number): number {
  const most = Math.floor(k);
  if (most < 0) return 1;
  if (most >= n) return 0;
  return betaTails(most + 1, n - most, p, 1 - p).lower;
}
