import type { Estimate } from "./estimate.js";
import { tQuantile } from "./student-t.js";
import { testOfMean, type MeanTest } from "./t-test.js";
import type { UnitTotals } from "./unit-totals.js";

/**
 * Cluster-robust t test, two-sided: is the mean over rows 0, where rows of one unit (a day, a customer) may depend on
 * each other in any way? The mean is the ratio of the units' totals, its variance comes from their residuals with the
 * factor G / (G − 1), and t has G − 1 degrees of freedom for G units. With one row per unit it is the paired t test.
 *
 * @param totals a value per row, such as the loss difference, summed over units by `unitTotals`.
 * @returns NaN statistic and p with fewer than two units, or where the units do not vary.
 * @see Cochran (1977), Sampling Techniques, §6.4; Cameron & Miller (2015), Journal of Human Resources 50, 317–372;
 * statsmodels `OLS.fit(cov_type="cluster", use_t=True)`
 * @example clusterRobustT(unitTotals(differences, dayOfRow)).pValue
 */
export function clusterRobustT({ sum, count, rows }: UnitTotals): MeanTest {
  const units = sum.length;
  let total = 0;
  for (let unit = 0; unit < units; unit++) total += sum[unit]!;
  const mean = total / rows;
  let squares = 0;
  let size = 0;
  for (let unit = 0; unit < units; unit++) {
    squares += (sum[unit]! - mean * count[unit]!) ** 2;
    size += sum[unit]! ** 2;
  }
  const varies = squares > size * Number.EPSILON ** 2 * units;
  const standardError = units > 1 && varies ? Math.sqrt((units / (units - 1)) * squares) / rows : Number.NaN;
  return { ...testOfMean(mean, standardError, Math.max(units - 1, 0)), n: rows, units };
}

/**
 * Cluster-robust interval of a mean or a proportion over rows whose units are independent: see `clusterRobustT`.
 *
 * Smallest sample: from about 10 units of like size on it covers 95 %. Where units differ in size (as exponential
 * numbers do) it covers 90 % with 10 units, 93 % with 30 and 94 % with 61. Where the units' values are skewed as well
 * it covers 82 % with 5 units, 85 % with 10, 88 % with 20, 90 % with 30 and 91 % with 61.
 *
 * @param level of coverage, 0.95 by default.
 * @returns bounds are NaN, and the method says why (`none-one-unit`, `none-zero-variance`), where there is none.
 * @example clusterRobustInterval(unitTotals(losses, dayOfRow)).lower
 */
export function clusterRobustInterval(totals: UnitTotals, level = 0.95): Estimate {
  const { estimate, standardError, n, units } = clusterRobustT(totals);
  const half = units > 1 ? tQuantile((1 + level) / 2, units - 1) * standardError : Number.NaN;
  const method = Number.isFinite(half) ? "cluster-robust-t" : units < 2 ? "none-one-unit" : "none-zero-variance";
  return { estimate, lower: estimate - half, upper: estimate + half, level, method, n, units };
}
