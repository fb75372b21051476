import type { TestStatistic } from "./estimate.js";
import { normalQuantile, normalUpper } from "./normal.js";
import { tQuantile, tUpper } from "./student-t.js";

/** P(T > t) of Student's t, or of the normal distribution where there are no degrees of freedom. */
export const studentUpper = (t: number, degreesOfFreedom: number | null): number =>
  degreesOfFreedom === null ? normalUpper(t) : tUpper(t, degreesOfFreedom);

/** The quantile that belongs to `studentUpper`. */
export const studentQuantile = (p: number, degreesOfFreedom: number | null): number =>
  degreesOfFreedom === null ? normalQuantile(p) : tQuantile(p, degreesOfFreedom);

/** An estimate with its standard error, tested against 0. */
export interface MeanTest extends TestStatistic {
  estimate: number;
  standardError: number;
  /** Rows. */
  n: number;
  /** Independent units. */
  units: number;
}

/**
 * Two-sided test of "the true value is 0" from an estimate and its standard error.
 *
 * @param degreesOfFreedom of Student's t; null takes the normal distribution.
 * @returns NaN statistic and p where the standard error is not above 0: then the variance is not known.
 */
export function testOfMean(
  estimate: number,
  standardError: number,
  degreesOfFreedom: number | null,
): TestStatistic & { estimate: number; standardError: number } {
  const statistic = standardError > 0 ? estimate / standardError : Number.NaN;
  const pValue = Math.min(1, 2 * studentUpper(Math.abs(statistic), degreesOfFreedom));
  return { estimate, standardError, statistic, degreesOfFreedom, pValue };
}

/** Mean and sum of squares about it, in two passes so that large means cost no digits. */
export function meanAndSquares(values: ArrayLike<number>): { mean: number; squares: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < values.length; i++) {
    const away = values[i]! - mean;
    squares += away * away;
    rest += away;
  }
  return { mean, squares: squares - (rest * rest) / values.length };
}
