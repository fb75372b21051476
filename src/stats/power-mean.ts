import { noncentralTUpper } from "./noncentral-t.js";
import type { Precision } from "./power.js";
import { tQuantile } from "./student-t.js";

/**
 * Power of a two-sided t test of a mean over independent units, such as the mean loss difference: exact for normal
 * values, also with few units.
 *
 * @param deviation standard deviation of a unit's value.
 * @param units at least 2.
 * @param level 0.95 by default.
 * @returns NaN with fewer than two units, or where the deviation is not above 0.
 * @see Cohen (1988), ch. 2; statsmodels `TTestPower`; R `power.t.test(type = "paired")`
 * @example powerOfMean(0.3, 1, 61) // 0.633
 */
export function powerOfMean(difference: number, deviation: number, units: number, level = 0.95): number {
  if (!(units >= 2 && deviation > 0)) return Number.NaN;
  const shift = (Math.abs(difference) / deviation) * Math.sqrt(units);
  const limit = tQuantile((1 + level) / 2, units - 1);
  return noncentralTUpper(limit, units - 1, shift) + noncentralTUpper(limit, units - 1, -shift);
}

/**
 * Independent units needed so that a t test shows a mean with the wanted power.
 *
 * @returns a whole number; NaN where the difference is 0 or the deviation is not above 0.
 * @example unitsForMean(0.3, 1) // 90
 */
export function unitsForMean(
  difference: number,
  deviation: number,
  { level = 0.95, power = 0.8 }: Precision = {},
): number {
  if (!(deviation > 0) || difference === 0) return Number.NaN;
  let enough = 2;
  while (powerOfMean(difference, deviation, enough, level) < power) enough *= 2;
  let few = enough === 2 ? 1 : enough / 2;
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (powerOfMean(difference, deviation, middle, level) < power) few = middle;
    else enough = middle;
  }
  return enough;
}
