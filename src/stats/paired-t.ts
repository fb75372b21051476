import { requireFinite } from "./require-finite.js";
import { meanAndSquares, testOfMean, type MeanTest } from "./t-test.js";

/**
 * Paired t test, two-sided: is the mean difference of two models' losses on the same rows 0? Rows must be independent;
 * where they are not, use `clusterRobustT`.
 *
 * @param differences one per row, such as the champion's loss less the challenger's.
 * @returns the mean difference, its standard error, t and p; t and p are NaN with fewer than two rows, or where all
 * differences are equal, for then the variance is not known.
 * @throws RangeError where a difference is not a finite number, naming the row.
 * @see Student (1908), Biometrika 6, 1–25; scipy `ttest_rel`
 * @example pairedT([0.3, -0.1, 0.4, 0.2]).pValue // 0.1612
 */
export function pairedT(differences: ArrayLike<number>): MeanTest {
  requireFinite(differences, "differences");
  const n = differences.length;
  const { mean, squares } = meanAndSquares(differences);
  const standardError = n > 1 && varies(differences) ? Math.sqrt(squares / (n - 1) / n) : Number.NaN;
  return { ...testOfMean(mean, standardError, Math.max(n - 1, 0)), n, units: n };
}

/** Whether any value differs from the first: rounding leaves equal values with a variance of 1e-34, not of 0. */
function varies(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return true;
  return false;
}
