import { sum } from "./cells.js";

/** A window's counts by bin, and those of its resamples over units, row-major (draws × bins). */
export interface Resampled {
  sums: Float64Array;
  drawn: Float64Array;
}

/** How differences of shares vary beside independent rows: the mean of the eigenvalues, and 1 + their squared spread. */
export interface CellDesign {
  mean: number;
  spread: number;
}

/** Bins that are no stretch of values: other values, values that are not finite, missing ones. */
const unordered = 3;

/**
 * How much wider than independent rows make them the differences of two windows are, from resamples over units. Nothing
 * is wider (1) where rows are units.
 *
 * @see Rao & Scott (1981), Journal of the American Statistical Association 76, 221–230; (1984), Annals of Statistics 12, 46–60
 */
export class DesignEffects {
  constructor(
    private readonly reference: Resampled,
    private readonly current: Resampled,
    private readonly draws: number,
    private readonly rowsAreUnits: boolean,
  ) {}

  /**
   * Of the shares of cells, for chi-square tests: the first-order correction divides by the mean, the second order also
   * takes degrees of freedom off where some cells go together more than others.
   *
   * @param cellOf the cell of each bin; every bin its own by default.
   */
  cells(cellOf: (bin: number) => number = (bin) => bin): CellDesign {
    const { reference, current, draws } = this;
    if (this.rowsAreUnits) return { mean: 1, spread: 1 };
    const bins = reference.sums.length;
    const cells = 1 + Math.max(...Array.from({ length: bins }, (_, bin) => cellOf(bin)));
    const gathered = (counts: Float64Array, at: number): Float64Array => {
      const into = new Float64Array(cells);
      for (let bin = 0; bin < bins; bin++) into[cellOf(bin)]! += counts[at + bin]!;
      return into;
    };
    const [before, now] = [gathered(reference.sums, 0), gathered(current.sums, 0)];
    const [n, m] = [sum(before), sum(now)];
    const held = Array.from({ length: cells }, (_, k) => k).filter((k) => before[k]! + now[k]! > 0);
    const freedom = held.length - 1;
    if (freedom < 1) return { mean: 1, spread: 1 };
    const moved: Float64Array[] = [];
    for (let d = 0; d < draws; d++) {
      const [a, b] = [gathered(reference.drawn, d * bins), gathered(current.drawn, d * bins)];
      const [drawnN, drawnM] = [sum(a), sum(b)];
      if (drawnN === 0 || drawnM === 0) continue;
      moved.push(
        Float64Array.from(held, (k) => {
          const pooled = (before[k]! + now[k]!) / (n + m);
          const difference = a[k]! / drawnN - b[k]! / drawnM - (before[k]! / n - now[k]! / m);
          return difference / Math.sqrt(pooled * (1 / n + 1 / m));
        }),
      );
    }
    let [trace, squares] = [0, 0];
    for (let d = 0; d < moved.length; d++) {
      const own = moved[d]!;
      for (let k = 0; k < own.length; k++) trace += own[k]! ** 2;
      for (let e = 0; e < d; e++) {
        const other = moved[e]!;
        let product = 0;
        for (let k = 0; k < own.length; k++) product += own[k]! * other[k]!;
        squares += product ** 2;
      }
    }
    trace /= moved.length;
    squares /= (moved.length * (moved.length - 1)) / 2;
    const spread = trace > 0 ? (freedom * squares) / trace ** 2 : 1;
    return { mean: Math.max(1, trace / freedom), spread: Math.min(freedom, Math.max(1, spread)) };
  }

  /** Draws of both sides over the bins of numbers, as shares of the rows that have one. */
  private ordered(): { bins: number; shares: (counts: Float64Array, at: number) => Float64Array; scale: number } {
    const bins = this.reference.sums.length - unordered;
    const shares = (counts: Float64Array, at: number): Float64Array => {
      const inside = counts.subarray(at, at + bins);
      const total = sum(inside);
      return inside.map((count) => count / total);
    };
    const [n, m] = [this.reference, this.current].map(({ sums }) => sum(sums.subarray(0, bins))) as [number, number];
    return { bins, shares, scale: 1 / n + 1 / m };
  }

  private orderedRatio(
    of: (difference: Float64Array, pooled: Float64Array, scale: number) => [number, number],
  ): number {
    const { reference, current, draws } = this;
    if (this.rowsAreUnits) return 1;
    const { bins, shares, scale } = this.ordered();
    const width = bins + unordered;
    const [before, now] = [shares(reference.sums, 0), shares(current.sums, 0)];
    const [n, m] = [reference, current].map(({ sums }) => sum(sums.subarray(0, bins))) as [number, number];
    const pooled = before.map((share, k) => (share * n + now[k]! * m) / (n + m));
    let [seen, expected] = [0, 0];
    for (let d = 0; d < draws; d++) {
      const [a, b] = [shares(reference.drawn, d * width), shares(current.drawn, d * width)];
      const difference = a.map((share, k) => share - b[k]! - (before[k]! - now[k]!));
      const [found, independent] = of(difference, pooled, scale);
      if (Number.isNaN(found)) continue;
      seen += found;
      expected += independent;
    }
    return expected > 0 ? Math.max(1, seen / expected) : 1;
  }

  /**
   * Of cumulative shares, for Kolmogorov–Smirnov: averaged over the bins' edges by the variance there. A unit whose
   * values are all high moves every edge the same way, which the bins one by one do not show.
   */
  cumulative(): number {
    return this.orderedRatio((difference, pooled, scale) => {
      let [moved, reached, seen, expected] = [0, 0, 0, 0];
      for (let k = 0; k + 1 < difference.length; k++) {
        moved += difference[k]!;
        reached += pooled[k]!;
        seen += moved ** 2;
        expected += reached * (1 - reached) * scale;
      }
      return [seen, expected];
    });
  }

  /** Of the mean rank, for Mann and Whitney's test. */
  ranks(): number {
    return this.orderedRatio((difference, pooled, scale) => {
      let [reached, moved, squares] = [0, 0, 0];
      for (let k = 0; k < difference.length; k++) {
        const rank = reached + pooled[k]! / 2 - 0.5;
        reached += pooled[k]!;
        moved += rank * difference[k]!;
        squares += pooled[k]! * rank ** 2;
      }
      return [moved ** 2, squares * scale];
    });
  }
}
