import { normalCdf, normalQuantile } from "./normal.js";
import type { Precision } from "./power.js";

/**
 * Power of a two-sided comparison of two independent proportions with `n` rows each.
 *
 * @param level 0.95 by default.
 * @see Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, §4.3; R `power.prop.test`
 * @example powerOfProportions(0.5, 0.75, 77) // 0.9012
 */
export function powerOfProportions(first: number, second: number, n: number, level = 0.95): number {
  const middle = (first + second) / 2;
  const z = normalQuantile((1 + level) / 2);
  const spread = Math.sqrt(first * (1 - first) + second * (1 - second));
  return normalCdf((Math.sqrt(n) * Math.abs(first - second) - z * Math.sqrt(2 * middle * (1 - middle))) / spread);
}

/**
 * Rows needed in each of two independent samples so that their proportions are told apart with the wanted power.
 *
 * @returns not rounded; NaN where the proportions are equal.
 * @example unitsForProportions(0.5, 0.75, { power: 0.9 }) // 76.7
 */
export function unitsForProportions(
  first: number,
  second: number,
  { level = 0.95, power = 0.8 }: Precision = {},
): number {
  if (first === second) return Number.NaN;
  const middle = (first + second) / 2;
  const spread = Math.sqrt(first * (1 - first) + second * (1 - second));
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(2 * middle * (1 - middle)) + normalQuantile(power) * spread;
  return (reach / (first - second)) ** 2;
}

/**
 * Power of McNemar's test, two-sided, to tell two classifiers apart on the same `n` independent rows.
 *
 * @param discordant share of rows that only one of both gets right; `gain` is the difference of their accuracies, at
 * most as large.
 * @returns NaN where no row is discordant.
 * @throws RangeError where the gain is larger than the share of discordant rows.
 * @see Connor (1987), Biometrics 43, 207–211; Miettinen (1968), Biometrics 24, 339–352
 * @example powerOfPairedProportions(0.1, 0.02, 2000) // 0.81
 */
export function powerOfPairedProportions(discordant: number, gain: number, n: number, level = 0.95): number {
  const spread = pairedSpread(discordant, gain);
  const reach = Math.sqrt(n) * Math.abs(gain) - normalQuantile((1 + level) / 2) * Math.sqrt(discordant);
  return discordant > 0 ? (spread > 0 ? normalCdf(reach / spread) : Number(reach > 0)) : Number.NaN;
}

/**
 * Independent rows needed so that McNemar's test tells two classifiers apart with the wanted power.
 *
 * @returns not rounded; NaN where the gain is 0.
 * @throws RangeError where the gain is larger than the share of discordant rows.
 * @example unitsForPairedProportions(0.1, 0.02) // 1960
 */
export function unitsForPairedProportions(
  discordant: number,
  gain: number,
  { level = 0.95, power = 0.8 }: Precision = {},
): number {
  const spread = pairedSpread(discordant, gain);
  if (gain === 0) return Number.NaN;
  return ((normalQuantile((1 + level) / 2) * Math.sqrt(discordant) + normalQuantile(power) * spread) / gain) ** 2;
}

function pairedSpread(discordant: number, gain: number): number {
  if (!(discordant >= 0 && discordant <= 1 && Math.abs(gain) <= discordant))
    throw new RangeError(`a gain of ${gain} cannot come from a share of ${discordant} discordant rows`);
  return Math.sqrt(Math.max(0, discordant - gain * gain));
}
