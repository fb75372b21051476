import { mannWhitneyOfRanks } from "../stats/mann-whitney.js";
import { sum, type CellCounts, type Cells } from "./cells.js";

/** How far a window's distribution is from the reference's. */
export interface CumulativeDistance {
  /** Kolmogorov–Smirnov's D: how far apart the cumulative shares are at most. */
  statistic: number;
  /** The true D is at most this much larger; 0 where each cell holds one value. */
  error: number;
  /** How far apart they are in all, in the column's own unit. */
  wasserstein: number;
  /** Values by rank, for Mann and Whitney's test; ties are values of one cell. */
  ranks: { n: number; m: number; statistic: number; cubes: number };
}

/** So many cells are walked one by one; over more, sums that were kept are subtracted. */
const fewCells = 64;

/**
 * The reference's cumulative distribution, kept so that a window is measured against it in the time of the window's own
 * cells: a year of days costs as much as its rows.
 */
export class ReferenceCurve {
  private readonly n: number;
  /** Rows before each cell, and in all. */
  private readonly before: Float64Array;
  /** Middle of each cell, divided by four so that differences do not overflow. */
  private readonly at: Float64Array;
  /** Integral of the cumulative share up to each cell. */
  private readonly area: Float64Array;
  private readonly cubes: number;
  private readonly largestShare: number;

  constructor(private readonly cells: Cells) {
    const { length, lower, upper, single, reference } = cells;
    this.n = sum(reference);
    this.before = new Float64Array(length + 1);
    this.at = Float64Array.from({ length }, (_, i) => lower[i]! / 8 + upper[i]! / 8);
    this.area = new Float64Array(length);
    let [cubes, largest] = [0, 0];
    for (let i = 0; i < length; i++) {
      this.before[i + 1] = this.before[i]! + reference[i]!;
      if (i > 0) this.area[i] = this.area[i - 1]! + (this.before[i]! / this.n) * (this.at[i]! - this.at[i - 1]!);
      cubes += reference[i]! ** 3;
      if (!single[i]) largest = Math.max(largest, reference[i]!);
    }
    this.cubes = cubes;
    this.largestShare = largest / this.n;
  }

  /** Integral of how far the reference's cumulative share is from `share`, between the middles of two cells. */
  private gap(from: number, to: number, share: number): number {
    const { before, at, area, n } = this;
    if (to - from <= fewCells) {
      let gap = 0;
      for (let i = from; i < to; i++) gap += Math.abs(before[i + 1]! / n - share) * (at[i + 1]! - at[i]!);
      return gap;
    }
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before[middle + 1]! / n >= share) high = middle;
      else low = middle + 1;
    }
    const below = share * (at[low]! - at[from]!) - (area[low]! - area[from]!);
    return below + (area[to]! - area[low]!) - share * (at[to]! - at[low]!);
  }

  /**
   * A window's distances: exact where each cell holds one value. Otherwise D is taken at the cells' ends (never above
   * the true D, and below it by at most `error`, the largest share that one cell holds on a side), and a cell's rows
   * count at its middle.
   *
   * @returns NaN where a side has no finite value.
   */
  against({ cell, n: rows }: CellCounts): CumulativeDistance {
    const { n, before, cells, cubes: ownCubes } = this;
    const { reference, single, length } = cells;
    const m = sum(rows);
    let [passed, statistic, wasserstein, u, cubes, largest, last] = [0, 0, 0, 0, ownCubes, 0, 0];
    for (let i = 0; i < cell.length; i++) {
      const [at, count] = [cell[i]!, rows[i]!];
      wasserstein += this.gap(last, at, passed / m);
      statistic = Math.max(statistic, Math.abs(before[at]! / n - passed / m));
      passed += count;
      statistic = Math.max(statistic, Math.abs(before[at + 1]! / n - passed / m));
      u += count * (before[at]! + reference[at]! / 2);
      cubes += (reference[at]! + count) ** 3 - reference[at]! ** 3;
      if (!single[at]) largest = Math.max(largest, count);
      last = at;
    }
    const ranks = { n, m, statistic: u, cubes };
    if (n === 0 || m === 0) return { statistic: Number.NaN, error: Number.NaN, wasserstein: Number.NaN, ranks };
    wasserstein += this.gap(last, length - 1, 1);
    return { statistic, error: Math.max(this.largestShare, largest / m), wasserstein: 4 * wasserstein, ranks };
  }
}

/** Mann and Whitney's test of ranks whose sizes are divided by the design effect. */
export function rankTest(
  { n, m, statistic, cubes }: CumulativeDistance["ranks"],
  designEffect: number,
): { statistic: number; pValue: number; probabilityAbove: number } {
  const d = designEffect;
  const { pValue, probabilityAbove } = mannWhitneyOfRanks({
    n: n / d,
    m: m / d,
    statistic: statistic / d ** 2,
    cubes: cubes / d ** 3,
  });
  return { statistic: n > 0 && m > 0 ? statistic : Number.NaN, pValue, probabilityAbove };
}
