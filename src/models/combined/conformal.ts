/** Ordered scores of calibration rows, or a thousand of them where there are more. */
export interface ConformalQuantiles {
  /** Calibration rows. */
  rows: number;
  /** Scores of rank ⌈j·rows/length⌉, j from 1. */
  scores: number[];
}

const mostScores = 1000;

/**
 * Keeps what is needed to read a conformal quantile off later: all scores, or a thousand ranks of them.
 *
 * @param scores how far off each calibration row's prediction was, such as |label − prediction|.
 */
export function conformalQuantiles(scores: ArrayLike<number>): ConformalQuantiles {
  const sorted = Float64Array.from(scores).sort();
  const kept = Math.min(sorted.length, mostScores);
  return {
    rows: sorted.length,
    scores: Array.from({ length: kept }, (_, j) => sorted[Math.ceil(((j + 1) * sorted.length) / kept) - 1]!),
  };
}

/**
 * The score that a new row's stays below with at least the given chance: that of rank ⌈(rows + 1)·level⌉, or the next one
 * kept above it. Infinity where there are too few rows for the level. The chance holds where new rows come as the
 * calibration rows did, in any order (exchangeable); rows of one day do not, so over days it holds only roughly.
 *
 * @param level in (0, 1).
 * @see Vovk, Gammerman & Shafer (2005); Lei et al. (2018), Journal of the American Statistical Association 113
 * @example conformalQuantile(conformalQuantiles([1, 2, 3, 4]), 0.75) // 4
 */
export function conformalQuantile({ rows, scores }: ConformalQuantiles, level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level is ${level}, expected a number between 0 and 1`);
  const rank = Math.ceil((rows + 1) * level - 1e-9);
  if (rank > rows) return Number.POSITIVE_INFINITY;
  const kept = scores.length;
  const first = Math.max(Math.floor((rank * kept) / rows) - 1, 0);
  for (let j = first; j < kept; j++) if (Math.ceil(((j + 1) * rows) / kept) >= rank) return scores[j]!;
  return Number.POSITIVE_INFINITY;
}
