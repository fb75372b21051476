import { gammaTails } from "./incomplete-gamma.js";

/**
 * P(Z > z) of a standard normal number, computed as a tail: right to 1e-12 relative down to 1e-300.
 *
 * @example normalUpper(1.959964) // 0.025
 */
export function normalUpper(z: number): number {
  const half = gammaTails(0.5, (z * z) / 2).upper / 2;
  return z >= 0 ? half : 1 - half;
}

/**
 * P(Z ≤ z) of a standard normal number.
 *
 * @example normalCdf(-1.959964) // 0.025
 */
export const normalCdf = (z: number): number => normalUpper(-z);

/**
 * The z with P(Z ≤ z) = p: Hastings's approximation, polished by Newton steps on the logarithm of the tail.
 *
 * @returns −Infinity at 0, Infinity at 1, NaN outside [0, 1].
 * @see Abramowitz & Stegun (1964), 26.2.23
 * @example normalQuantile(0.975) // 1.959964
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
  for (let step = 0; step < 4; step++) {
    const upper = normalUpper(z);
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    z += (Math.log(upper / p) * upper) / density;
  }
  return -z;
}
