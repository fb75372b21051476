import { randomBelow, randomNormal, seeded, type Random } from "../lib/random.js";

/** Counts of bins by unit, row-major (units × width). One row and `rowsAreUnits` where every row is independent. */
export interface UnitCounts {
  units: number;
  width: number;
  counts: Float64Array;
  rowsAreUnits: boolean;
}

/** Poisson numbers up to this mean are looked up; above they are normal ones with the skewness put right. */
const largestLookedUp = 12;

/** Cumulative probabilities of a Poisson number, until next to nothing is left. */
function poissonShares(mean: number): number[] {
  const shares: number[] = [];
  let share = Math.exp(-mean);
  for (let reached = share; ; reached += share) {
    shares.push(reached);
    share *= mean / shares.length;
    if (share < 1e-12 && shares.length > mean) return shares;
  }
}

/**
 * `draws` Poisson numbers of one mean into every `width`-th place: by looking up a uniform number for small means, by a
 * normal number with the skewness put right (Cornish and Fisher) for others, within one of the true quantile.
 */
export function fillPoisson(
  drawn: Float64Array,
  { start, width, draws }: { start: number; width: number; draws: number },
  mean: number,
  random: Random,
): void {
  if (!(mean > 0)) return;
  if (mean <= largestLookedUp) {
    const shares = poissonShares(mean);
    const last = shares.length - 1;
    for (let d = 0; d < draws; d++) {
      const u = random();
      let count = 0;
      while (count < last && u > shares[count]!) count++;
      drawn[start + d * width] = count;
    }
    return;
  }
  const root = Math.sqrt(mean);
  for (let d = 0; d < draws; d++) {
    const z = randomNormal(random);
    drawn[start + d * width] = Math.max(0, Math.round(mean + root * z + (z * z - 1) / 6));
  }
}

/** Column sums: the counts of the whole window. */
export function totals({ units, width, counts }: UnitCounts): Float64Array {
  const sums = new Float64Array(width);
  for (let u = 0; u < units; u++) for (let k = 0; k < width; k++) sums[k]! += counts[u * width + k]!;
  return sums;
}

/** What is drawn for: draws for different ends are independent. */
export type DrawnFor = "reference" | "current" | "chance" | "chance again" | "limit";
const seeds: Record<DrawnFor, number> = { reference: 0, current: 1, chance: 2, "chance again": 3, limit: 4 };

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
  for (let k = 0; k < width; k++) fillPoisson(drawn, { start: k, width, draws }, (sums[k]! / rows) * size, random);
  return drawn;
}
