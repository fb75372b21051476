import { randomBelow, randomNormal, type Random } from "../lib/random.js";

/** Counts of bins by unit, row-major (units × width). One row and `rowsAreUnits` where every row is independent. */
export interface UnitCounts {
  units: number;
  width: number;
  counts: Float64Array;
  rowsAreUnits: boolean;
}

/** A Poisson number: by multiplication for small means, rounded normal above 50. */
export function randomPoisson(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * randomNormal(random)));
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; product *= random()) count++;
  return count;
}

/** Column sums: the counts of the whole window. */
export function totals({ units, width, counts }: UnitCounts): Float64Array {
  const sums = new Float64Array(width);
  for (let u = 0; u < units; u++) for (let k = 0; k < width; k++) sums[k]! += counts[u * width + k]!;
  return sums;
}

/**
 * Draws windows with replacement from the units of one: `draws` times `size` units. Where rows are units, each bin's
 * count is drawn as Poisson, which is what drawing rows does to it.
 *
 * @param size units per drawn window; rows where rows are units.
 * @returns row-major (draws × width) counts.
 */
export function drawWindows(source: UnitCounts, draws: number, size: number, random: Random): Float64Array {
  const { units, width, counts, rowsAreUnits } = source;
  const drawn = new Float64Array(draws * width);
  if (rowsAreUnits) {
    const rows = counts.reduce((sum, count) => sum + count, 0);
    for (let d = 0; d < draws; d++)
      for (let k = 0; k < width; k++) drawn[d * width + k] = randomPoisson(random, (counts[k]! / rows) * size);
    return drawn;
  }
  for (let d = 0; d < draws; d++) {
    const to = d * width;
    for (let i = 0; i < size; i++) {
      const from = randomBelow(random, units) * width;
      for (let k = 0; k < width; k++) drawn[to + k]! += counts[from + k]!;
    }
  }
  return drawn;
}
