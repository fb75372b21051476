import type { Disagreement } from "./types.js";

const day = 86_400_000;

/** Days in a period: single days up to half a year, then weeks, then four weeks from three years on. */
const periodDays = (span: number): number => (span <= 190 * day ? 1 : span <= 3 * 365 * day ? 7 : 28);

/** Consecutive stretches of time, each with the mean of its rows. */
export interface Period {
  /** Milliseconds since 1970 UTC. */
  from: number;
  to: number;
  mean: number;
  n: number;
}

/**
 * Means of a value per period of time, in order, periods without rows left out. Periods are days, weeks or four weeks,
 * by the span of the rows, and start at midnight UTC.
 *
 * @param time milliseconds since 1970 UTC; rows with NaN are left out.
 */
export function meansByPeriod(values: Float64Array, time: Float64Array): Period[] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of time) {
    if (value < from) from = value;
    if (value > to) to = value;
  }
  if (!(from <= to)) return [];
  const start = Math.floor(from / day) * day;
  const width = periodDays(to - from) * day;
  const periods = new Map<number, { sum: number; n: number }>();
  for (let i = 0; i < time.length; i++) {
    if (Number.isNaN(time[i]!)) continue;
    const period = Math.floor((time[i]! - start) / width);
    const known = periods.get(period);
    if (known) {
      known.sum += values[i]!;
      known.n++;
    } else periods.set(period, { sum: values[i]!, n: 1 });
  }
  return [...periods]
    .sort(([a], [b]) => a - b)
    .map(([period, { sum, n }]) => ({
      from: start + period * width,
      to: start + (period + 1) * width,
      mean: sum / n,
      n,
    }));
}

/**
 * The mean gain per period of time; see {@link meansByPeriod}.
 *
 * @param gain loss of the champion minus loss of the challenger, per row.
 */
export const gainOverTime = (gain: Float64Array, time: Float64Array, split: string): Disagreement["overTime"] =>
  meansByPeriod(gain, time).map(({ from, to, mean, n }) => ({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    gain: mean,
    n,
    split,
  }));
