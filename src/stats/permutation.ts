import { type Random, seededWords } from "../lib/random.js";
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
 * Sums with random signs, as many as `draws`. Four tables hold the sums of the 256 sign patterns of eight units each, and
 * each draw takes one of each by the bytes of a random word, so that a sign costs an eighth of an addition.
 */
function signedSums(sizes: Float64Array, draws: number, random: Random): Float64Array {
  const totals = new Float64Array(draws);
  const tables = Array.from({ length: 4 }, () => new Float64Array(256));
  const [a, b, c, d] = tables as [Float64Array, Float64Array, Float64Array, Float64Array];
  const words = new Uint32Array(draws);
  const fill = seededWords(random() * 2 ** 32);
  for (let first = 0; first < sizes.length; first += 32) {
    fill(words);
    tables.forEach((table, byte) => writePatterns(table, sizes.subarray(first + 8 * byte, first + 8 * byte + 8)));
    for (let draw = 0; draw < draws; draw++) {
      const bits = words[draw]!;
      totals[draw]! += a[bits & 255]! + b[(bits >>> 8) & 255]! + c[(bits >>> 16) & 255]! + d[bits >>> 24]!;
    }
  }
  return totals;
}

/** The sums of up to eight sizes with every pattern of signs. */
function writePatterns(table: Float64Array, sizes: Float64Array): void {
  table.fill(-sizes.reduce((sum, size) => sum + size, 0));
  sizes.forEach((size, unit) => {
    for (let pattern = 0; pattern < 1 << unit; pattern++) table[pattern + (1 << unit)] = table[pattern]! + 2 * size;
  });
  // Fewer than eight sizes: the patterns repeat.
  for (let pattern = 1 << sizes.length; pattern < 256; pattern++)
    table[pattern] = table[pattern - (1 << sizes.length)]!;
}
