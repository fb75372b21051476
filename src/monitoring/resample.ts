import { randomBelow, randomNormal, seeded, type Random } from "../lib/random.js";

/** Counts of bins by unit, row-major (units × width). One row and `rowsAreUnits` where every row is independent. */
export interface UnitCounts {
  units: number;
  width: number;
  counts: Float64Array;
  rowsAreUnits: boolean;
}

/**
 * A Poisson number: by multiplication up to a mean of 12, above by a normal number with the skewness put right
 * (Cornish and Fisher), whose quantiles are then within one of the true ones.
 */
export function randomPoisson(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > 12) {
    const z = randomNormal(random);
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * z + (z * z - 1) / 6));
  }
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

/** What is drawn for: draws for different ends are independent. */
export type DrawnFor = "reference" | "current" | "chance" | "chance again";
const seeds: Record<DrawnFor, number> = { reference: 0, current: 1, chance: 2, "chance again": 3 };

/**
 * Which units are drawn, with replacement. The same for every column, since the rows of a unit go together; so they are
 * drawn once and kept.
 */
export class UnitDraws {
  private readonly kept = new Map<string, Uint16Array>();

  constructor(private readonly seed: number) {}

  random(drawnFor: DrawnFor): Random {
    return seeded(this.seed + 7919 * seeds[drawnFor]);
  }

  /** `draws` windows of `size` units out of `units`, row-major. */
  of(drawnFor: DrawnFor, draws: number, size: number, units: number): Uint16Array {
    const key = `${drawnFor} ${draws} ${size} ${units}`;
    let drawn = this.kept.get(key);
    if (!drawn) {
      const random = this.random(drawnFor);
      drawn = new Uint16Array(draws * size);
      for (let i = 0; i < drawn.length; i++) drawn[i] = randomBelow(random, units);
      this.kept.set(key, drawn);
    }
    return drawn;
  }
}

/** Counts of drawn windows, row-major (draws × width). */
export function sumUnits({ width, counts }: UnitCounts, drawn: Uint16Array, draws: number): Float64Array {
  const sums = new Float64Array(draws * width);
  const size = drawn.length / draws;
  for (let d = 0; d < draws; d++) {
    const to = d * width;
    for (let i = d * size; i < (d + 1) * size; i++) {
      const from = drawn[i]! * width;
      for (let k = 0; k < width; k++) sums[to + k]! += counts[from + k]!;
    }
  }
  return sums;
}

/** Counts of `draws` windows of about `size` independent rows: each bin a Poisson number, which is what drawing rows does. */
export function drawRows(sums: Float64Array, draws: number, size: number, random: Random): Float64Array {
  const width = sums.length;
  const rows = sums.reduce((a, b) => a + b, 0);
  const drawn = new Float64Array(draws * width);
  for (let d = 0; d < draws; d++)
    for (let k = 0; k < width; k++) drawn[d * width + k] = randomPoisson(random, (sums[k]! / rows) * size);
  return drawn;
}
