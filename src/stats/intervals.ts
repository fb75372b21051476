/** Share of draws that may be undefined before an interval is refused. */
const mostUndefined = 0.05;

/** The numbers among `values`, ascending. */
export const sortedNumbers = (values: Float64Array): Float64Array =>
  values.filter((value) => !Number.isNaN(value)).sort();

/**
 * Quantile of ascending values, linear between neighbours (Hyndman and Fan's type 7, numpy's default).
 *
 * @returns NaN where there are none.
 * @example sortedQuantile(Float64Array.of(1, 2, 3), 0.25) // 1.5
 */
export function sortedQuantile(ascending: ArrayLike<number>, p: number): number {
  if (ascending.length === 0) return Number.NaN;
  const position = p * (ascending.length - 1);
  const below = Math.floor(position);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return position === below || low === high ? low : low + (position - below) * (high - low);
}

export interface PercentileInterval {
  lower: number;
  upper: number;
  /** Draws in which the statistic was not defined; left out of the interval. */
  undefinedDraws: number;
  /** Why there is no interval; null where there is one. */
  reason: "undefined-draws" | "zero-variance" | null;
}

/**
 * The central `level` of bootstrap replicates. Undefined replicates (NaN) are left out and counted; where they are more
 * than 5 %, or where the replicates do not vary, there is no interval: NaN, with the reason.
 *
 * @see Efron & Tibshirani (1993), §13.3
 * @example percentileInterval(replicates, 0.95).lower
 */
export function percentileInterval(replicates: Float64Array, level = 0.95): PercentileInterval {
  const ascending = sortedNumbers(replicates);
  const undefinedDraws = replicates.length - ascending.length;
  const none = { lower: Number.NaN, upper: Number.NaN, undefinedDraws };
  if (ascending.length === 0 || undefinedDraws > mostUndefined * replicates.length)
    return { ...none, reason: "undefined-draws" };
  if (ascending[0] === ascending.at(-1)) return { ...none, reason: "zero-variance" };
  return {
    lower: sortedQuantile(ascending, (1 - level) / 2),
    upper: sortedQuantile(ascending, (1 + level) / 2),
    undefinedDraws,
    reason: null,
  };
}

/**
 * Standard deviation of the numbers among `values` (divided by their count less one): a bootstrap's standard error.
 *
 * @returns NaN with fewer than two numbers.
 * @example standardDeviation(Float64Array.of(1, 2, 3)) // 1
 */
export function standardDeviation(values: Float64Array): number {
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    n++;
    const away = value - mean;
    mean += away / n;
    squares += away * (value - mean);
  }
  return n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN;
}
