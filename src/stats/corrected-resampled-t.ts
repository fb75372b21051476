import { requireFinite } from "./require-finite.js";
import { meanAndSquares, testOfMean, type MeanTest } from "./t-test.js";

/**
 * Nadeau and Bengio's corrected resampled t test, two-sided: do two recipes differ over the folds of a (repeated)
 * cross-validation, whose training rows overlap? The plain t test takes the folds as independent and finds differences
 * by luck; here the variance of the mean is (1 / folds + test rows / training rows) times that of a fold.
 *
 * @param differences one per fold and repetition; `testShare` is the rows of a test fold over those of its training
 * rows, such as 1 / 9 for ten folds.
 * @returns the mean difference, its corrected standard error, t and p; NaN with fewer than two folds or equal ones.
 * @throws RangeError where a difference is not a finite number, or the share is not above 0.
 * @see Nadeau & Bengio (2003), Machine Learning 52, 239–281, equation 8
 * @example correctedResampledT([0.02, 0.01, 0.03, 0, 0.02], 1 / 4).pValue // 0.1046
 */
export function correctedResampledT(differences: ArrayLike<number>, testShare: number): MeanTest {
  requireFinite(differences, "differences");
  if (!(testShare > 0)) throw new RangeError(`test rows per training row are needed, got ${testShare}`);
  const n = differences.length;
  const { mean, squares } = meanAndSquares(differences);
  const varies = squares > Number.EPSILON ** 2 * n * mean * mean;
  const standardError = n > 1 && varies ? Math.sqrt((1 / n + testShare) * (squares / (n - 1))) : Number.NaN;
  return { ...testOfMean(mean, standardError, Math.max(n - 1, 0)), n, units: n };
}
