import { clopperPearsonInterval } from "./clopper-pearson.js";
import type { Estimate } from "./estimate.js";

/**
 * Odds ratio of paired classifiers: rows that only the second gets right per row that only the first gets right, above 1
 * where the second is better. The interval is exact given the number of discordant rows, and never covers less than its
 * level. Rows must be independent.
 *
 * @param onlyA rows that only the first gets right; `onlyB` likewise.
 * @param level of coverage, 0.95 by default.
 * @returns an estimate of `n` discordant rows; Infinity where `onlyA` is 0, NaN throughout without a discordant row.
 * @throws RangeError where a count is not a whole number ≥ 0.
 * @see Fay (2010), Biostatistics 11, 373–374; R `exact2x2::mcnemar.exact`
 * @example mcNemarOddsRatio(9, 2) // estimate 0.222, lower 0.023, upper 1.074
 */
export function mcNemarOddsRatio(onlyA: number, onlyB: number, level = 0.95): Estimate {
  for (const count of [onlyA, onlyB])
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`a count of rows is needed, got ${count}`);
  const n = onlyA + onlyB;
  const { lower, upper } = clopperPearsonInterval(onlyB, n, level);
  const odds = (share: number): number => share / (1 - share);
  const method = n === 0 ? "none-no-discordant-rows" : "exact-conditional";
  return { estimate: onlyB / onlyA, lower: odds(lower), upper: odds(upper), level, method, n, units: n };
}
