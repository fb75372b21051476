import { normalQuantile, normalUpper } from "./normal.js";

/** A two-sided interval's level and the wanted chance to see what is there. */
export interface Precision {
  /** 0.95 by default. */
  level?: number;
  /** 0.8 by default. */
  power?: number;
}

/**
 * The smallest true difference whose interval excludes 0 with the wanted power.
 *
 * @param standardError of the estimated difference.
 * @returns in the unit of the difference; NaN where the standard error is not above 0.
 * @see Cohen (1988), Statistical Power Analysis for the Behavioral Sciences; normal approximation
 * @example smallestDetectableDifference(0.01) // 0.028
 */
export function smallestDetectableDifference(
  standardError: number,
  { level = 0.95, power = 0.8 }: Precision = {},
): number {
  if (!(standardError > 0)) return Number.NaN;
  return (normalQuantile((1 + level) / 2) + normalQuantile(power)) * standardError;
}

/**
 * Independent units needed in all so that a true difference is shown with the wanted power, given the standard error at
 * `units` units, which falls with their square root.
 *
 * @param difference between the true value and the limit to be excluded, other than 0.
 * @returns a whole number; NaN where the standard error is not above 0 or there is no difference.
 * @example unitsForDifference(0.01, 1000, 0.02) // 1963
 */
export function unitsForDifference(
  standardError: number,
  units: number,
  difference: number,
  precision: Precision = {},
): number {
  if (difference === 0) return Number.NaN;
  return Math.ceil(units * (smallestDetectableDifference(standardError, precision) / difference) ** 2);
}

/**
 * Independent units needed in all so that the interval lies within ±`margin` with the wanted power, where the true
 * difference is 0.
 *
 * @returns a whole number; NaN where the standard error or the margin is not above 0.
 * @see Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680; normal approximation
 * @example unitsForEquivalence(0.01, 1000, 0.02) // 2627
 */
export function unitsForEquivalence(
  standardError: number,
  units: number,
  margin: number,
  { level = 0.95, power = 0.8 }: Precision = {},
): number {
  if (!(standardError > 0 && margin > 0)) return Number.NaN;
  const errors = normalQuantile((1 + level) / 2) + normalQuantile((1 + power) / 2);
  return Math.ceil(units * ((errors * standardError) / margin) ** 2);
}

/**
 * Chance that a two-sided interval excludes 0 where the true difference is `difference`: the power curve of a comparison
 * whose standard error is known. For AUC and mean losses as for any gain.
 *
 * @param standardError of the estimated difference; it falls with the square root of the units.
 * @param level 0.95 by default.
 * @returns NaN where the standard error is not above 0.
 * @see Cohen (1988); normal approximation, from about 30 units on
 * @example powerOfDifference(0.028, 0.01) // 0.8
 */
export function powerOfDifference(difference: number, standardError: number, level = 0.95): number {
  if (!(standardError > 0)) return Number.NaN;
  const z = normalQuantile((1 + level) / 2);
  const shift = difference / standardError;
  return normalUpper(z - shift) + normalUpper(z + shift);
}
