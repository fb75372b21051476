// Notebooks compile file by file and see no ambient types otherwise.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./jstat.d.ts" />
import type { Tails } from "./incomplete-gamma.js";

const mostSteps = 200;

/**
 * Polishes a first guess of a quantile until it is exact: Newton steps on the logarithm of the smaller tail, kept within
 * a bracket, halved or doubled where a step would leave it. jStat's inverses are the guesses: right to 8 to 14 digits at
 * usual levels, and not to be trusted far out.
 *
 * @param p lower probability, 0 < p < 1.
 * @param guess any number; one outside the support is replaced.
 * @param support smallest and largest value, which the quantile lies strictly between.
 */
export function polishedQuantile(
  p: number,
  guess: number,
  tails: (x: number) => Tails,
  density: (x: number) => number,
  support: readonly [number, number],
): number {
  let [low, high] = support;
  const above = p > 0.5;
  const target = above ? 1 - p : p;
  let x = guess > low && guess < high ? guess : middle(low, high);
  for (let step = 0; step < mostSteps; step++) {
    const { lower, upper } = tails(x);
    const tail = above ? upper : lower;
    const tooHigh = above ? tail < target : tail > target;
    if (tail === target) return x;
    if (tooHigh) high = x;
    else low = x;
    const newton = x - ((above ? -1 : 1) * Math.log(tail / target) * tail) / density(x);
    const next = newton > low && newton < high ? newton : middle(low, high);
    if (Math.abs(next - x) <= 1e-15 * Math.abs(x) || next === low || next === high) return next;
    x = next;
  }
  return x;
}

function middle(low: number, high: number): number {
  if (Number.isFinite(low) && Number.isFinite(high)) return low + (high - low) / 2;
  if (Number.isFinite(low)) return low < 1 ? 1 : 2 * low;
  if (Number.isFinite(high)) return high > -1 ? -1 : 2 * high;
  return 0;
}
