import { meanAndSquares, testOfMean, type MeanTest } from "./t-test.js";

/**
 * Welch's t test, two-sided: do two independent samples have the same mean, whatever their variances?
 *
 * @returns the mean of the first less that of the second, its standard error, t and p; NaN where a sample has fewer than
 * two values or nothing varies, for then the variance is not known.
 * @see Welch (1947), Biometrika 34, 28–35; scipy `ttest_ind(equal_var=False)`
 * @example welchT([2, 3, 5], [1, 1.5, 2.5]).estimate // 1.666…
 */
export function welchT(first: ArrayLike<number>, second: ArrayLike<number>): MeanTest {
  const [a, b] = [meanAndSquares(first), meanAndSquares(second)];
  const variance = ({ squares }: { squares: number }, n: number): number =>
    n > 1 ? squares / (n - 1) / n : Number.NaN;
  const [va, vb] = [variance(a, first.length), variance(b, second.length)];
  const degreesOfFreedom = (va + vb) ** 2 / (va ** 2 / (first.length - 1) + vb ** 2 / (second.length - 1));
  const standardError = va + vb > 0 ? Math.sqrt(va + vb) : Number.NaN;
  const n = first.length + second.length;
  return { ...testOfMean(a.mean - b.mean, standardError, degreesOfFreedom), n, units: n };
}
