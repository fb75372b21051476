import type { Tails } from "./incomplete-gamma.js";
import { binomialTerm } from "./saddle-point.js";

const mostSteps = 1e6;

/** Continued fraction of the incomplete beta function for x below a / (a + b): BFRAC, which needs no 1 − x. */
function fraction(a: number, b: number, x: number, y: number): number {
  const shift = 1 + (a + b) * y - b;
  const first = 1 + 1 / a;
  let p = 1;
  let s = a + 1;
  let [numerator, denominator, nextNumerator, nextDenominator] = [0, 1, 1, shift / first];
  let ratio = first / shift;
  for (let n = 1; n < mostSteps; n++) {
    const t = n / a;
    const w = n * (b - n) * x;
    const alpha = p * (p + b / a) * (a / s) ** 2 * (w * x);
    const beta = n + w / s + ((t + 1) / (first + t + t)) * (shift + n * (1 + y));
    p = t + 1;
    s += 2;
    [numerator, nextNumerator] = [nextNumerator, alpha * numerator + beta * nextNumerator];
    [denominator, nextDenominator] = [nextDenominator, alpha * denominator + beta * nextDenominator];
    const last = ratio;
    ratio = nextNumerator / nextDenominator;
    if (Math.abs(ratio - last) <= 1e-16 * ratio) break;
    numerator /= nextDenominator;
    denominator /= nextDenominator;
    nextNumerator = ratio;
    nextDenominator = 1;
  }
  return ratio;
}

/**
 * Regularised incomplete beta function for a, b > 0, both tails: `lower` is I_x(a, b). The smaller tail is computed as
 * such, so that it keeps its digits down to 1e-300.
 *
 * @param y 1 − x, asked for so that the smaller of both keeps its digits.
 * @see DiDonato & Morris (1992), ACM TOMS 18, 360–373 (algorithm 708); Loader (2000)
 * @example betaTails(2, 3, 0.5, 0.5).lower // 0.6875
 */
export function betaTails(a: number, b: number, x: number, y = 1 - x): Tails {
  if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  const term = binomialTerm(a, b, x, y);
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, ((term * a * b) / (a + b)) * fraction(a, b, x, y));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, ((term * a * b) / (a + b)) * fraction(b, a, y, x));
  return { lower: 1 - upper, upper };
}
