import { requireFinite } from "./require-finite.js";
import { testOfMean, type MeanTest } from "./t-test.js";

/**
 * Diebold and Mariano's test with the correction of Harvey, Leybourne and Newbold, two-sided: are two forecasts equally
 * good, where neighbouring time steps depend on each other? Takes the mean loss difference of each time step (day), in
 * time order and without gaps. With `horizon` 1 it is the paired t test over time steps.
 *
 * @param meanDifferences one per time step.
 * @param horizon steps ahead that were forecast, 1 by default: autocovariances up to `horizon` − 1 are counted.
 * @returns NaN statistic and p with fewer than two steps, or where the estimated long-run variance is not above 0
 * (possible with a horizon above 1: take a shorter one).
 * @throws RangeError where a difference is not a finite number, or the horizon is not a whole number from 1 to the steps.
 * @see Diebold & Mariano (1995), JBES 13, 253–263; Harvey, Leybourne & Newbold (1997), International Journal of
 * Forecasting 13, 281–291
 * @example dieboldMariano([0.3, -0.1, 0.4, 0.2], { horizon: 1 }).pValue // 0.1612
 */
export function dieboldMariano(meanDifferences: ArrayLike<number>, { horizon = 1 } = {}): MeanTest {
  requireFinite(meanDifferences, "mean differences");
  const n = meanDifferences.length;
  if (!Number.isInteger(horizon) || horizon < 1 || (n > 0 && horizon > n))
    throw new RangeError(`a horizon of 1 to ${n} steps is needed, got ${horizon}`);
  let mean = 0;
  for (let t = 0; t < n; t++) mean += meanDifferences[t]! / n;
  let variance = 0;
  let size = 0;
  for (let lag = 0; lag < horizon; lag++)
    for (let t = lag; t < n; t++)
      variance += ((lag ? 2 : 1) * (meanDifferences[t]! - mean) * (meanDifferences[t - lag]! - mean)) / n;
  for (let t = 0; t < n; t++) size += meanDifferences[t]! ** 2;
  const varies = variance > (size / n) * Number.EPSILON ** 2 * n;
  const correction = (n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n;
  const standardError = n > 1 && varies && correction > 0 ? Math.sqrt(variance / n / correction) : Number.NaN;
  return { ...testOfMean(mean, standardError, Math.max(n - 1, 0)), n, units: n };
}
