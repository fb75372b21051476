import type { Tails } from "./incomplete-gamma.js";
import { binomialTerm } from "./saddle-point.js";

const tiny = 1e-300;
const mostSteps = 1e6;

/** Lentz's continued fraction for the incomplete beta function. */
function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let h = d;
  for (let m = 1; m < mostSteps; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}

/**
 * Regularised incomplete beta function for a, b > 0, both tails: `lower` is I_x(a, b). The smaller tail is computed as
 * such, so that it keeps its digits down to 1e-300.
 *
 * @param y 1 − x, asked for so that the smaller of both keeps its digits.
 * @see Press et al. (2007), Numerical Recipes, §6.4; Loader (2000)
 * @example betaTails(2, 3, 0.5, 0.5).lower // 0.6875
 */
export function betaTails(a: number, b: number, x: number, y = 1 - x): Tails {
  if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  const term = binomialTerm(a, b, x, y);
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, ((term * b) / (a + b)) * fraction(a, b, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, ((term * a) / (a + b)) * fraction(b, a, y));
  return { lower: 1 - upper, upper };
}
