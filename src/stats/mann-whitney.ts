import type { TestStatistic } from "./estimate.js";
import { normalUpper } from "./normal.js";
import { requireFinite } from "./require-finite.js";

export interface MannWhitney extends TestStatistic {
  /** Effect: chance that a value of the second sample lies above one of the first, ties counting half. */
  probabilityAbove: number;
  exact: boolean;
}

const mostExact = 50;

/**
 * Mann and Whitney's U test, two-sided: does one of two samples tend to larger values? Rows must be independent. Exact
 * where both samples have at most 50 values and no two are equal, else normal with the correction for ties and for
 * continuity, as R's `wilcox.test` does.
 *
 * @returns U of the second sample; p is 1 where all values are equal, NaN where a sample is empty.
 * @throws RangeError where a value is not a finite number, naming the row.
 * @see Mann & Whitney (1947), Annals of Mathematical Statistics 18, 50–60; scipy `mannwhitneyu`
 * @example mannWhitney([1, 2, 3], [4, 5, 6]) // { statistic: 9, pValue: 0.1, probabilityAbove: 1, exact: true, … }
 */
export function mannWhitney(first: ArrayLike<number>, second: ArrayLike<number>): MannWhitney {
  requireFinite(first, "first sample");
  requireFinite(second, "second sample");
  const a = Float64Array.from(first).sort();
  const b = Float64Array.from(second).sort();
  const counts: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    const from = [i, j] as const;
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    counts.push([i - from[0], j - from[1]]);
  }
  return mannWhitneyOfCounts(
    counts.map(([n]) => n),
    counts.map(([, m]) => m),
  );
}

/**
 * The same from counts of both samples at each distinct value, ascending: what a query returns.
 *
 * @throws RangeError where the numbers of values differ.
 * @example mannWhitneyOfCounts([3, 1, 0], [0, 1, 3]).probabilityAbove // 0.96875
 */
export function mannWhitneyOfCounts(first: ArrayLike<number>, second: ArrayLike<number>): MannWhitney {
  if (first.length !== second.length) throw new RangeError(`values differ: ${first.length} and ${second.length}`);
  let [n, m, statistic, cubes] = [0, 0, 0, 0];
  for (let value = 0; value < first.length; value++) {
    statistic += second[value]! * (n + first[value]! / 2);
    n += first[value]!;
    m += second[value]!;
    cubes += (first[value]! + second[value]!) ** 3;
  }
  return mannWhitneyOfRanks({ n, m, statistic, cubes });
}

/**
 * The same from what the ranks of both samples sum to: n and m values, U of the second sample, and the cubes of how many
 * values are tied at each distinct value, summed.
 *
 * @example mannWhitneyOfRanks({ n: 3, m: 3, statistic: 9, cubes: 6 }).pValue // 0.1
 */
export function mannWhitneyOfRanks(ranks: { n: number; m: number; statistic: number; cubes: number }): MannWhitney {
  const { n, m, cubes } = ranks;
  const all = n + m;
  const ties = cubes - all;
  const statistic = n > 0 && m > 0 ? ranks.statistic : Number.NaN;
  const exact = ties === 0 && n > 0 && m > 0 && Math.max(n, m) <= mostExact;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  const distance = Math.max(0, Math.abs(statistic - (n * m) / 2) - 0.5);
  const pValue = exact
    ? exactP(Math.min(statistic, n * m - statistic), n, m)
    : Math.min(1, 2 * normalUpper(variance === 0 ? 0 * statistic : distance / Math.sqrt(variance)));
  return { statistic, degreesOfFreedom: null, pValue, probabilityAbove: statistic / (n * m), exact };
}

/** Twice the share of orders of n and m values whose U is at most `most`. */
function exactP(most: number, n: number, m: number): number {
  // share[j][u]: of i values of the first sample and j of the second, built up one value of the first at a time.
  let share = Array.from({ length: m + 1 }, () => new Float64Array(most + 1));
  for (const row of share) row[0] = 1;
  for (let i = 1; i <= n; i++) {
    const next = [new Float64Array(most + 1)];
    next[0]![0] = 1;
    for (let j = 1; j <= m; j++) {
      const row = new Float64Array(most + 1);
      for (let u = 0; u <= most; u++) row[u] = (i * (u >= j ? share[j]![u - j]! : 0) + j * next[j - 1]![u]!) / (i + j);
      next.push(row);
    }
    share = next;
  }
  return Math.min(1, 2 * share[m]!.reduce((sum, value) => sum + value, 0));
}
