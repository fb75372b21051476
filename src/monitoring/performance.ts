import type { Metric } from "../metrics/metric.js";
import type { Predictions } from "../tracking/types.js";

/** A metric in one period of time; `split` is the part most of its rows belong to. */
export interface PerformancePoint {
  /** ISO date of the period's first day, or a replay's part. */
  from: string;
  value: number;
  n: number;
  split: string;
}

const day = 86_400_000;

/** Monday of the week, as an ISO date. */
export function weekOf(time: number): string {
  const days = Math.floor(time / day);
  // 1 January 1970 was a Thursday.
  return new Date((days - ((((days + 3) % 7) + 7) % 7)) * day).toISOString().slice(0, 10);
}

function commonest(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

/**
 * A metric of a run's predictions per period, in the order in which the periods first come.
 *
 * @param periodOf names a row's period, or null to leave it out; rows without a label are left out too.
 */
export function performanceOver(
  predictions: Predictions,
  metric: Metric,
  periodOf: (row: number) => string | null,
): PerformancePoint[] {
  const periods = new Map<string, number[]>();
  for (let row = 0; row < predictions.rows; row++) {
    if (Number.isNaN(predictions.label[row]!)) continue;
    const period = periodOf(row);
    if (period === null) continue;
    const rows = periods.get(period);
    if (rows) rows.push(row);
    else periods.set(period, [row]);
  }
  return [...periods].map(([from, rows]) => ({
    from,
    value: metric.prepare({
      label: Float64Array.from(rows, (row) => predictions.label[row]!),
      prediction: Float64Array.from(rows, (row) => predictions.prediction[row]!),
    })(),
    n: rows.length,
    split: commonest(rows.map((row) => predictions.split[row]!)),
  }));
}
