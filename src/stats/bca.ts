import type { Bootstrap } from "./bootstrap.js";
import type { Estimate } from "./estimate.js";
import { percentileInterval, sortedNumbers, sortedQuantile } from "./intervals.js";
import { normalCdf, normalQuantile } from "./normal.js";

/**
 * Acceleration of a statistic from its values without each unit (or each of many equal groups of units).
 *
 * @returns NaN where the values do not vary or one is not defined.
 * @see Efron (1987), JASA 82, 171–185, equation 7.3
 * @example acceleration(Float64Array.of(1, 2, 4))
 */
export function acceleration(jackknife: ArrayLike<number>): number {
  let mean = 0;
  for (let i = 0; i < jackknife.length; i++) mean += jackknife[i]! / jackknife.length;
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < jackknife.length; i++) {
    const influence = mean - jackknife[i]!;
    squares += influence ** 2;
    cubes += influence ** 3;
  }
  return cubes / (6 * squares ** 1.5);
}

/**
 * Bias-corrected and accelerated bootstrap interval: the percentile interval with its levels moved for the bias and the
 * skewness of the statistic. For smooth statistics (means, error rates, their differences).
 *
 * Smallest sample: of the mean of exponential values it covers 92 % with 20 independent units, 93 % with 50 and 94 %
 * with 100, of normal values 88 % with 10 and 92 % with 20: take a t interval below about 50 units.
 *
 * @param bootstrap the statistic on the rows and on each draw, by `bootstrapMetrics`, or a gain of two.
 * @param jackknife the statistic without each unit, by `jackknifeMetrics`.
 * @param rows what was judged: `n` rows in `units` independent units.
 * @returns method `bca`; the percentile interval where there is no acceleration (`percentile-no-acceleration`) or every
 * draw lies on one side of the estimate (`percentile-one-sided-draws`); bounds are NaN where the percentile interval has
 * none (`none-zero-variance`, `none-undefined-draws`).
 * @see Efron (1987), JASA 82, 171–185; scipy `bootstrap(method="BCa")`
 * @example bcaInterval(bootstrap, jackknife, { n: 55_000, units: 61 }).lower
 */
export function bcaInterval(
  { estimate, replicates }: Bootstrap,
  jackknife: ArrayLike<number>,
  rows: { n: number; units: number },
  level = 0.95,
): Estimate {
  const percentile = percentileInterval(replicates, level);
  const of = (lower: number, upper: number, method: string): Estimate => ({
    estimate,
    lower,
    upper,
    level,
    method,
    n: rows.n,
    units: rows.units,
  });
  if (percentile.reason) return of(Number.NaN, Number.NaN, `none-${percentile.reason}`);
  const ascending = sortedNumbers(replicates);
  const below = ascending.reduce((n, value) => n + (value < estimate ? 1 : value === estimate ? 0.5 : 0), 0);
  const bias = normalQuantile(below / ascending.length);
  const skew = acceleration(jackknife);
  if (!Number.isFinite(bias)) return of(percentile.lower, percentile.upper, "percentile-one-sided-draws");
  if (!Number.isFinite(skew)) return of(percentile.lower, percentile.upper, "percentile-no-acceleration");
  const at = (p: number): number => {
    const z = bias + normalQuantile(p);
    return sortedQuantile(ascending, normalCdf(bias + z / (1 - skew * z)));
  };
  return of(at((1 - level) / 2), at((1 + level) / 2), "bca");
}
