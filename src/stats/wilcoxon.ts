import type { TestStatistic } from "./estimate.js";
import { normalUpper } from "./normal.js";
import { requireFinite } from "./require-finite.js";

export interface Wilcoxon extends TestStatistic {
  /** Differences that are not 0: the others are dropped. */
  n: number;
  /** True where p counts sign patterns; false where it comes from the normal distribution. */
  exact: boolean;
  /** Effect: rank sum of the positive less that of the negative differences, over both together; −1 to 1. */
  rankBiserial: number;
}

const mostExact = 50;

/**
 * Wilcoxon's signed-rank test, two-sided: are paired differences symmetric about 0? Robust against single large losses,
 * but it asks about the typical difference, not about the mean. Rows must be independent. Zeros are dropped; exact up to
 * 50 differences without ties, else normal with the correction for ties and without continuity correction.
 *
 * @returns the smaller rank sum as statistic; p is 1 where every difference is 0 or there is none.
 * @throws RangeError where a difference is not a finite number, naming the row.
 * @see Wilcoxon (1945), Biometrics Bulletin 1, 80–83; scipy `wilcoxon(zero_method="wilcox", correction=False)`
 * @example wilcoxon([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]).pValue // 0.0413
 */
export function wilcoxon(differences: ArrayLike<number>): Wilcoxon {
  requireFinite(differences, "differences");
  const all = Float64Array.from(differences);
  const positive = all.filter((value) => value > 0).sort();
  const negative = all.filter((value) => value < 0).map(Math.abs).sort(); // prettier-ignore
  const n = positive.length + negative.length;
  const { positiveRanks, ties } = rankSums(positive, negative);
  const allRanks = (n * (n + 1)) / 2;
  const statistic = Math.min(positiveRanks, allRanks - positiveRanks);
  const exact = n <= mostExact && ties === 0;
  const rankBiserial = n === 0 ? 0 : (2 * positiveRanks - allRanks) / allRanks;
  if (exact) return { statistic, degreesOfFreedom: null, pValue: exactP(statistic, n), n, exact, rankBiserial };
  const variance = (n * (n + 1) * (2 * n + 1) - ties / 2) / 24;
  const z = (allRanks / 2 - statistic) / Math.sqrt(variance);
  return { statistic, degreesOfFreedom: null, pValue: Math.min(1, 2 * normalUpper(z)), n, exact, rankBiserial };
}

/** Rank sum of the positive sizes among all, and Σ (t³ − t) over groups of t equal sizes. */
function rankSums(positive: Float64Array, negative: Float64Array): { positiveRanks: number; ties: number } {
  let positiveRanks = 0;
  let ties = 0;
  for (let i = 0, j = 0; i < positive.length || j < negative.length;) {
    const size = Math.min(positive[i] ?? Number.POSITIVE_INFINITY, negative[j] ?? Number.POSITIVE_INFINITY);
    const before = i + j;
    const first = i;
    while (i < positive.length && positive[i] === size) i++;
    while (j < negative.length && negative[j] === size) j++;
    const tied = i + j - before;
    positiveRanks += (i - first) * (before + (tied + 1) / 2);
    ties += tied ** 3 - tied;
  }
  return { positiveRanks, ties };
}

/** Twice the chance that the ranks 1 … n, each taken by the toss of a coin, sum to at most `statistic`. */
function exactP(statistic: number, n: number): number {
  const chance = new Float64Array(statistic + 1);
  chance[0] = 1;
  for (let rank = 1; rank <= n; rank++)
    for (let sum = statistic; sum >= 0; sum--)
      chance[sum] = (chance[sum]! + (sum >= rank ? chance[sum - rank]! : 0)) / 2;
  return Math.min(1, 2 * chance.reduce((sum, value) => sum + value, 0));
}
