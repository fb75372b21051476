import { poissonTerm } from "./saddle-point.js";

const tiny = 1e-300;
const mostSteps = 1e6;

/** Regularised incomplete gamma function, both tails: `lower` is P(a, x) and `upper` is Q(a, x) = 1 − P(a, x). */
export interface Tails {
  lower: number;
  upper: number;
}

/**
 * Regularised incomplete gamma function for a > 0 and x ≥ 0. The smaller tail is computed as such, so that it keeps its
 * digits down to 1e-300: a series below a + 1, Lentz's continued fraction above, and Loader's saddle point for the term
 * in front.
 *
 * @see Press et al. (2007), Numerical Recipes, §6.2; Loader (2000)
 * @example gammaTails(2, 1).upper // 0.7358
 */
export function gammaTails(a: number, x: number): Tails {
  if (!(a > 0) || !(x >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const term = poissonTerm(a, x);
  if (x < a + 1) {
    let sum = 1;
    let part = 1;
    for (let n = 1; n < mostSteps && part > sum * 1e-17; n++) {
      part *= x / (a + n);
      sum += part;
    }
    const lower = Math.min(1, term * sum);
    return { lower, upper: 1 - lower };
  }
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < mostSteps; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b || tiny);
    c = b + an / c || tiny;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  const upper = Math.min(1, term * a * h);
  return { lower: 1 - upper, upper };
}
