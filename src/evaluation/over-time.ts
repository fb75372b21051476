import type { Disagreement } from "./types.js";

const day = 86_400_000;

/** Days in a period: single days up to half a year, then weeks, then four weeks from three years on. */
const periodDays = (span: number): number => (span <= 190 * day ? 1 : span <= 3 * 365 * day ? 7 : 28);

/**
 * The mean gain per period of time, periods without rows left out. Periods start at midnight UTC.
 *
 * @param gain loss of the champion minus loss of the challenger, per row.
 * @param time milliseconds since 1970 UTC; rows with NaN are left out.
 */
export function gainOverTime(gain: Float64Array, time: Float64Array, split: string): Disagreement["overTime"] {
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
      known.sum += gain[i]!;
      known.n++;
    } else periods.set(period, { sum: gain[i]!, n: 1 });
  }
  const date = (period: number): string => new Date(start + period * width).toISOString();
  return [...periods]
    .sort(([a], [b]) => a - b)
    .map(([period, { sum, n }]) => ({ from: date(period), to: date(period + 1), gain: sum / n, n, split }));
}
