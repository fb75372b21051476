import { sum, type Cells } from "./cells.js";

/** How far two cumulative distributions are apart: at most (Kolmogorov–Smirnov's D), and in all (Wasserstein). */
export interface CumulativeDistance {
  statistic: number;
  wasserstein: number;
}

/**
 * Both distances of a window to the reference from counts by cell: exact where each cell holds one value. Otherwise D
 * is taken at the cells' ends (never above the true D, and below it by at most the largest share that one cell holds),
 * and a cell's rows count at its middle.
 *
 * @returns NaN where a side has no finite value.
 */
export function cumulativeDistance({ length, lower, upper, counts }: Cells, window: number): CumulativeDistance {
  const [before, now] = [counts[0]!, counts[window]!];
  const n = sum(before);
  const m = sum(now);
  if (n === 0 || m === 0) return { statistic: Number.NaN, wasserstein: Number.NaN };
  let reference = 0;
  let current = 0;
  let statistic = 0;
  let wasserstein = 0;
  let last = Number.NaN;
  for (let i = 0; i < length; i++) {
    if (before[i] === 0 && now[i] === 0) continue;
    const middle = lower[i]! / 2 + upper[i]! / 2;
    const gap = Math.abs(reference / n - current / m);
    // Halves, so that the difference of extreme values does not overflow.
    if (gap > 0) wasserstein += 2 * (gap * (middle / 2 - last / 2));
    reference += before[i]!;
    current += now[i]!;
    statistic = Math.max(statistic, Math.abs(reference / n - current / m));
    last = middle;
  }
  return { statistic, wasserstein };
}
