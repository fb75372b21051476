import jstat from "jstat";
import { betaTails } from "./incomplete-beta.js";
import { polishedQuantile } from "./quantile.js";
import { binomialTerm } from "./saddle-point.js";

/**
 * The x with P(X ≤ x) = p of the beta distribution with a, b > 0.
 *
 * @returns 0 at 0, 1 at 1, NaN outside [0, 1].
 * @example betaQuantile(0.5, 2, 3) // 0.3857
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1 && a > 0 && b > 0)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  return polishedQuantile(
    p,
    jstat.beta.inv(p, a, b),
    (x) => betaTails(a, b, x),
    (x) => (binomialTerm(a, b, x, 1 - x) * a * b) / ((a + b) * x * (1 - x)),
    [0, 1],
  );
}
