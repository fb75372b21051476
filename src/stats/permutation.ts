import type { Random } from "../lib/random.js";
import type { TestStatistic } from "./estimate.js";
import type { UnitTotals } from "./unit-totals.js";

export interface Permutation extends TestStatistic {
  /** True where every sign pattern was counted. */
  exact: boolean;
  /** Sign patterns counted or drawn. */
  resamples: number;
}

/** With at most this many units whose sum is not 0, all sign patterns (a million) are counted. */
const mostExactUnits = 20;

/**
 * Paired permutation test, two-sided: if the models were equally good, each unit's summed difference could as well have
 * had the other sign. Counts all sign patterns for up to 20 units that differ, else draws `resamples` of them and
 * takes p = (as extreme ones + 1) / (resamples + 1). Units must be independent; the sums' distribution symmetric about 0
 * under the hypothesis, which exchangeable models give.
 *
 * @param totals a difference per row, such as of losses, summed over units by `unitTotals`.
 * @returns the mean difference over rows as statistic; p is 1 where every sum is 0, NaN without a unit.
 * @throws RangeError where `resamples` is not a whole number above 0.
 * @see Fisher (1935), The Design of Experiments, §21; Phipson & Smyth (2010), Statistical Applications in Genetics and
 * Molecular Biology 9, 39; scipy `permutation_test(permutation_type="samples")`
 * @example permutationTest(unitTotals([0.3, -0.1, 0.4, 0.2]), { resamples: 10_000, random: seeded(1) }).pValue // 0.25
 */
export function permutationTest(
  { sum, rows }: UnitTotals,
  { resamples, random }: { resamples: number; random: Random },
): Permutation {
  if (!Number.isInteger(resamples) || resamples < 1)
    throw new RangeError(`at least one resample is needed, got ${resamples}`);
  const sizes = sum.filter((value) => value !== 0).map(Math.abs);
  const observed = sum.reduce((total, value) => total + value, 0);
  const statistic = rows === 0 ? Number.NaN : observed / rows;
  // Patterns that tie with the observed one must count, however their sum was rounded.
  const rounding = 1e-13 * sizes.reduce((total, size) => total + size, 0);
  const limit = Math.abs(observed) - rounding;
  const exact = sizes.length <= mostExactUnits;
  if (rows === 0) return { statistic, degreesOfFreedom: null, pValue: Number.NaN, exact, resamples: 0 };
  if (exact) {
    const patterns = 2 ** sizes.length;
    const pValue = extremePatterns(sizes, limit) / patterns;
    return { statistic, degreesOfFreedom: null, pValue, exact, resamples: patterns };
  }
  const extreme = signedSums(sizes, resamples, random).reduce((n, total) => n + Number(Math.abs(total) >= limit), 0);
  return { statistic, degreesOfFreedom: null, pValue: (extreme + 1) / (resamples + 1), exact, resamples };
}

/** How many of all sign patterns have a sum of at least `limit`; each differs from the one before in one sign. */
function extremePatterns(sizes: Float64Array, limit: number): number {
  const sign = new Int8Array(sizes.length).fill(-1);
  let total = -sizes.reduce((sum, size) => sum + size, 0);
  let extreme = Number(Math.abs(total) >= limit);
  for (let pattern = 1; pattern < 2 ** sizes.length; pattern++) {
    const at = 31 - Math.clz32(pattern & -pattern);
    sign[at]! *= -1;
    total += 2 * sign[at]! * sizes[at]!;
    extreme += Number(Math.abs(total) >= limit);
  }
  return extreme;
}

/**
 * Sums with random signs, as many as `draws`. Eight units at a time: a table holds the sums of their 256 sign patterns,
 * and each draw takes one of them by a random byte, so that a sign costs an eighth of an addition.
 */
function signedSums(sizes: Float64Array, draws: number, random: Random): Float64Array {
  const totals = new Float64Array(draws);
  const table = new Float64Array(256);
  for (let first = 0; first < sizes.length; first += 8) {
    table[0] = 0;
    for (let unit = 0; unit < 8; unit++) table[0] -= sizes[first + unit] ?? 0;
    for (let unit = 0; unit < 8; unit++)
      for (let pattern = 0; pattern < 1 << unit; pattern++)
        table[pattern + (1 << unit)] = table[pattern]! + 2 * (sizes[first + unit] ?? 0);
    for (let draw = 0; draw < draws; draw += 4) {
      const bits = random() * 2 ** 32;
      totals[draw]! += table[bits & 255]!;
      totals[draw + 1]! += table[(bits >>> 8) & 255]!;
      totals[draw + 2]! += table[(bits >>> 16) & 255]!;
      totals[draw + 3]! += table[bits >>> 24]!;
    }
  }
  return totals;
}
