import type { LogRows } from "./log-rows.js";

/** A window of a log: its name, its range, and its rows. */
export interface RowWindow {
  name: string;
  /** ISO dates `[from, to)` in UTC; null in a replay. */
  from: string | null;
  to: string | null;
  rows: Int32Array;
}

const day = 86_400_000;
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
const monthStart = (at: number, ahead = 0): number => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1);
};

export type Period = "hour" | "day" | "week" | "month";

/** The first moment of the period that holds `at`, and of the next one. Weeks begin on Monday. */
export function bounds(period: Period, at: number): [number, number] {
  if (period === "month") return [monthStart(at), monthStart(at, 1)];
  if (period === "hour") return [Math.floor(at / 3_600_000) * 3_600_000, (Math.floor(at / 3_600_000) + 1) * 3_600_000];
  const today = Math.floor(at / day) * day;
  if (period === "day") return [today, today + day];
  // 1 January 1970 was a Thursday.
  const monday = Math.floor((at / day + 3) / 7) * 7 - 3;
  return [monday * day, (monday + 7) * day];
}

const nameOf = (period: Period, at: number): string =>
  period === "hour"
    ? `${new Date(at).toISOString().slice(0, 13)}:00`
    : period === "month"
      ? isoDay(at).slice(0, 7)
      : isoDay(at);

/**
 * Cuts a log into calendar periods, in the order of time; rows may come in any order. Periods without a row within the
 * log's span are there too, with none.
 *
 * @param time milliseconds since 1970 UTC.
 * @returns names are ISO: the Monday of a week, `2020-04` of a month.
 * @example periodWindows(log.time, "week")[0].name // "2013-10-28"
 */
export function periodWindows(time: Float64Array, period: Period): RowWindow[] {
  if (time.length === 0) return [];
  const rowsOf = new Map<number, number[]>();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  time.forEach((at, row) => {
    const [start] = bounds(period, at);
    const rows = rowsOf.get(start);
    if (rows) rows.push(row);
    else rowsOf.set(start, [row]);
    [first, last] = [Math.min(first, start), Math.max(last, start)];
  });
  const windows: RowWindow[] = [];
  for (let start = first; start <= last;) {
    const [, end] = bounds(period, start);
    const rows = Int32Array.from(rowsOf.get(start) ?? []);
    windows.push({ name: nameOf(period, start), from: isoDay(start), to: isoDay(end), rows });
    start = end;
  }
  return windows;
}

/** Cuts rows into parts of equal count, in their order: windows of a replay, or of a log by count. */
export function countWindows({ rows, time }: Pick<LogRows, "rows" | "time">, parts: number): RowWindow[] {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  if (time) order.sort((a, b) => time[a]! - time[b]! || a - b);
  return Array.from({ length: parts }, (_, part) => {
    const within = order.subarray(Math.floor((part * rows) / parts), Math.floor(((part + 1) * rows) / parts));
    const ends = time && within.length > 0 ? [time[within[0]!]!, time[within.at(-1)!]!] : null;
    return {
      name: `Part ${part + 1}`,
      from: ends ? isoDay(ends[0]!) : null,
      to: ends ? isoDay(ends[1]! + day) : null,
      rows: within,
    };
  });
}

/** The period that shows a log's course in some dozens of windows, by its span. */
export function fittingPeriod(time: Float64Array): Period {
  const span =
    time.reduce((most, at) => Math.max(most, at), -Infinity) -
    time.reduce((least, at) => Math.min(least, at), Infinity);
  if (span > 500 * day) return "month";
  if (span > 28 * day) return "week";
  return span > 2 * day ? "day" : "hour";
}
