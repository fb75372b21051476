import { normalQuantile } from "./normal.js";

/** Rows on which one of two classifiers alone is right, of n independent rows. */
export interface PairedProportions {
  onlyFirst: number;
  onlySecond: number;
  n: number;
}

function check({ onlyFirst, onlySecond, n }: PairedProportions): void {
  for (const count of [onlyFirst, onlySecond, n])
    if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`a count of rows is needed, got ${count}`);
  if (onlyFirst + onlySecond > n) throw new RangeError(`${onlyFirst} + ${onlySecond} discordant rows of ${n}`);
}

/**
 * Tango's score statistic of "the second's share of right answers exceeds the first's by `difference`": normal with mean
 * 0 where that is so. At 0 it is the root of McNemar's χ² without correction.
 *
 * @returns above 0 where the observed difference is larger; NaN where there is no discordant row and none is expected.
 * @throws RangeError where counts are no counts, or the difference is not within −1 and 1.
 * @see Tango (1998), Statistics in Medicine 17, 891–908
 * @example pairedScore({ onlyFirst: 12, onlySecond: 20, n: 100 }, 0) // 1.4142
 */
export function pairedScore(counts: PairedProportions, difference: number): number {
  check(counts);
  if (!(difference >= -1 && difference <= 1))
    throw new RangeError(`a difference from −1 to 1 is needed, got ${difference}`);
  const { onlyFirst: c, onlySecond: b, n } = counts;
  const linear = -b - c + (2 * n - b + c) * difference;
  const constant = -c * difference * (1 - difference);
  const share = (Math.sqrt(Math.max(linear * linear - 8 * n * constant, 0)) - linear) / (4 * n);
  const variance = n * (2 * share + difference * (1 - difference));
  const away = b - c - n * difference;
  return variance > 0 ? away / Math.sqrt(variance) : away === 0 ? Number.NaN : away * Number.POSITIVE_INFINITY;
}

/**
 * Tango's score interval for the difference of two paired proportions, second − first: the differences that
 * {@link pairedScore} does not reject. It keeps its level where the plain interval does not, with few discordant rows.
 *
 * @param level of coverage, 0.95 by default.
 * @returns [lower, upper] within −1 and 1; NaN where there is no row.
 * @throws RangeError where counts are no counts.
 * @see Tango (1998), Statistics in Medicine 17, 891–908; Fagerland, Lydersen & Laake (2014), Statistics in Medicine 33, 2850–2875
 * @example pairedScoreInterval({ onlyFirst: 12, onlySecond: 20, n: 100 }) // [-0.0313, 0.1918]
 */
export function pairedScoreInterval(counts: PairedProportions, level = 0.95): [number, number] {
  check(counts);
  const { onlyFirst, onlySecond, n } = counts;
  if (n === 0) return [Number.NaN, Number.NaN];
  const z = normalQuantile((1 + level) / 2);
  const estimate = (onlySecond - onlyFirst) / n;
  const solve = (outer: number, target: number): number => {
    let [inside, outside] = [estimate, outer];
    for (let k = 0; k < 60; k++) {
      const middle = (inside + outside) / 2;
      const within = Math.abs(pairedScore(counts, middle)) < Math.abs(target);
      if (within) inside = middle;
      else outside = middle;
    }
    return (inside + outside) / 2;
  };
  return [estimate === -1 ? -1 : solve(-1, z), estimate === 1 ? 1 : solve(1, -z)];
}
