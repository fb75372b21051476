import { identifier } from "../engine/sql.js";
import type { Project } from "../projects/types.js";

/** A current window: its name, its range in the time column's own clock (null for a replay), and how SQL finds it. */
export interface Window {
  name: string;
  /** ISO dates, `[from, to)`. */
  from: string | null;
  to: string | null;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Calendar months that begin in `[from, to)`; the last one ends where `to` cuts it. */
export function monthWindows(from: string, to: string): Window[] {
  const windows: Window[] = [];
  const start = new Date(`${from.slice(0, 10)}T00:00:00Z`);
  for (let year = start.getUTCFullYear(), month = start.getUTCMonth(); ; month++) {
    const first = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
    const next = new Date(Date.UTC(year, month + 1, 1)).toISOString().slice(0, 10);
    if (first >= to) return windows;
    windows.push({
      name: `${months[((month % 12) + 12) % 12]!} ${first.slice(0, 4)}`,
      from: first < from ? from : first,
      to: next > to ? to : next,
    });
  }
}

/** The project's current windows: months, or the parts of a replay. */
export function projectWindows({ monitoring: { windows } }: Project): Window[] {
  return windows.by === "month"
    ? monthWindows(windows.from, windows.to)
    : Array.from({ length: windows.count }, (_, i) => ({ name: `Part ${i + 1}`, from: null, to: null }));
}

/**
 * SQL that numbers the rows of `features` by window: 0 for training rows, which are the reference, 1 and up for
 * current windows, NULL for the rest. A replay cuts the test rows into equal parts in the order of their ids.
 */
export function windowNumber(project: Project, windows: readonly Window[]): string {
  const { id, time } = project.columns;
  if (project.monitoring.windows.by === "replay")
    return `CASE split WHEN 'train' THEN 0
      WHEN 'test' THEN ntile(${windows.length}) OVER (PARTITION BY split ORDER BY ${identifier(id)}) END`;
  const inside = windows.map(
    ({ from, to }, i) =>
      `WHEN ${identifier(time!)} >= TIMESTAMP '${from} 00:00:00' AND ${identifier(time!)} < TIMESTAMP '${to} 00:00:00' THEN ${i + 1}`,
  );
  return `CASE WHEN split = 'train' THEN 0 ${inside.join(" ")} END`;
}
