import { binomialCdf, binomialPmf } from "./binomial.js";
import { chiSquareUpper } from "./chi-square-distribution.js";

export interface McNemar {
  /** The smaller count (exact, mid-p) or χ². */
  statistic: number;
  degreesOfFreedom: number | null;
  pValue: number;
}

export interface McNemarTests {
  exact: McNemar;
  midP: McNemar;
  chi2: McNemar;
  chi2Corrected: McNemar;
}

/**
 * McNemar's tests, two-sided: is one of two classifiers right more often on the same rows? Only the rows on which just
 * one is right count. Rows must be independent.
 *
 * Conventions. Exact: twice the smaller binomial tail, at most 1. Mid-p: twice that tail less the probability of the
 * count itself, at most 1. Corrected: the correction is never larger than the difference, as in
 * R's `mcnemar.test`, so equal counts give statistic 0 and p 1 (statsmodels gives .05 and .823 at 10, 10). With no
 * discordant row all are 0 and p 1.
 *
 * @param onlyA rows that only the first gets right; `onlyB` likewise.
 * @throws RangeError where a count is not a whole number ≥ 0.
 * @see McNemar (1947), Psychometrika 12, 153–157; Fagerland, Lydersen & Laake (2013), BMC Medical Research Methodology 13, 91
 * @example mcNemar(9, 2).exact.pValue // 0.0654
 */
export function mcNemar(onlyA: number, onlyB: number): McNemarTests {
  for (const count of [onlyA, onlyB])
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`a count of rows is needed, got ${count}`);
  const n = onlyA + onlyB;
  const smaller = Math.min(onlyA, onlyB);
  const exact = Math.min(1, 2 * binomialCdf(smaller, n, 0.5));
  const midP = n === 0 ? 1 : Math.min(1, 2 * binomialCdf(smaller, n, 0.5) - binomialPmf(smaller, n, 0.5));
  const difference = Math.abs(onlyA - onlyB);
  const chi2 = (correction: number): McNemar => {
    const statistic = n === 0 ? 0 : (difference - Math.min(correction, difference)) ** 2 / n;
    return { statistic, degreesOfFreedom: 1, pValue: chiSquareUpper(statistic, 1) };
  };
  return {
    exact: { statistic: smaller, degreesOfFreedom: null, pValue: exact },
    midP: { statistic: smaller, degreesOfFreedom: null, pValue: midP },
    chi2: chi2(0),
    chi2Corrected: chi2(1),
  };
}
