import type { Database } from "../engine/database.js";
import { identifier, literal } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import type { Project } from "../projects/types.js";
import { bounds, type Period } from "./log-windows.js";

/** A current window: its name and its range in the time column's own clock (null for a replay). */
export interface Window {
  name: string;
  /** ISO dates, or times where it is shorter than a day, `[from, to)`. */
  from: string | null;
  to: string | null;
}

/** How current rows are cut into windows: by calendar period, or so many rows each in the order of time. */
export type WindowCut = { by: Period } | { by: "count"; rows: number };

/** Windows in time's order, and SQL that numbers a row's window from 1; NULL outside of them. */
export interface CutWindows {
  windows: Window[];
  number: string;
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

const lengths = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 };
/** More windows than this are a mistake in the clock. */
const mostWindows = 20_000;

const iso = (at: number): string => {
  const text = new Date(at).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 19);
};

const utc = (text: string): number => Date.parse(text.includes("T") ? `${text.replace(/Z$/, "")}Z` : `${text}T00:00Z`);

const nameOf = (period: Period, start: number): string =>
  period === "month"
    ? `${months[new Date(start).getUTCMonth()]!} ${iso(start).slice(0, 4)}`
    : period === "hour"
      ? new Date(start).toISOString().slice(0, 16)
      : iso(start);

/** Milliseconds since 1970 of a time column, in its own clock. */
const milliseconds = (time: string): string => `epoch_ms(CAST(${time} AS TIMESTAMP))`;

/**
 * Calendar periods that begin before `to`, the first one holding `from`; the outermost end where `from` and `to` cut
 * them. Weeks begin on Monday and are named by it.
 *
 * @param time SQL of the time column.
 * @throws AssayError `too-many-windows` for more than 20,000.
 * @example calendarWindows("month", "pickup", "2020-03-01", "2020-05-01").windows[0].name // "March 2020"
 */
export function calendarWindows(period: Period, time: string, from: string, to: string): CutWindows {
  const [first, last] = [utc(from), utc(to)];
  const windows: Window[] = [];
  const base = bounds(period, first)[0];
  for (let start = base; start < last;) {
    const [, next] = bounds(period, start);
    if (windows.length === mostWindows)
      throw new AssayError(`${from} to ${to} are more than ${mostWindows} windows of one ${period}`, {
        code: "too-many-windows",
        hint: "choose a longer period, or correct the clock",
      });
    windows.push({ name: nameOf(period, start), from: iso(Math.max(start, first)), to: iso(Math.min(next, last)) });
    start = next;
  }
  const at = milliseconds(time);
  const months0 = new Date(base).getUTCFullYear() * 12 + new Date(base).getUTCMonth();
  const index =
    period === "month"
      ? `year(CAST(${time} AS TIMESTAMP)) * 12 + month(CAST(${time} AS TIMESTAMP)) - ${months0}`
      : `CAST(floor((${at} - ${base}) / ${lengths[period]}e0) AS INTEGER) + 1`;
  return { windows, number: `CASE WHEN ${at} >= ${first} AND ${at} < ${last} THEN ${index} END` };
}

/**
 * Windows of the rows of a table, by its own span. A period without rows is a window without rows; the last window by
 * count may have fewer rows, and goes with the one before where it has less than half of them.
 *
 * @param time SQL of the time column; rows where it is missing belong to no window.
 * @throws AssayError `bad-time` where no row has a time, or the column holds no times.
 */
export async function cutWindows(
  database: Database,
  { relation, source }: { relation: string; source: string },
  time: string,
  cut: WindowCut,
): Promise<CutWindows> {
  let span: { from: string | null; to: string | null; n: number } | undefined;
  try {
    [span] = await database.rows<{ from: string | null; to: string | null; n: number }>(
      `SELECT CAST(min(t) AS VARCHAR) AS "from", CAST(max(t) + INTERVAL 1 MILLISECOND AS VARCHAR) AS "to", CAST(count(t) AS DOUBLE) AS n
       FROM (SELECT CAST(${time} AS TIMESTAMP) AS t FROM ${relation})`,
    );
  } catch (cause) {
    throw new AssayError(`${source}: ${time} holds no times`, {
      code: "bad-time",
      file: source,
      column: time,
      hint: "name a column of dates or times, such as 2020-03-01T12:30:00",
      cause,
    });
  }
  if (!span?.from || !span.to)
    throw new AssayError(`${source}: no row has a value of ${time}`, {
      code: "bad-time",
      file: source,
      column: time,
      hint: "name the column that says when",
    });
  const [from, to] = [span.from, span.to].map((text) => text.replace(" ", "T")) as [string, string];
  if (cut.by !== "count") {
    const end = iso(bounds(cut.by, utc(to) - 1)[1]);
    return calendarWindows(cut.by, time, iso(bounds(cut.by, utc(from))[0]), end);
  }
  const whole = Math.floor(span.n / cut.rows);
  const count = Math.max(1, span.n - whole * cut.rows >= cut.rows / 2 ? whole + 1 : whole);
  const edges = await database.rows<{ part: number; from: string; to: string }>(
    `SELECT part, CAST(min(t) AS VARCHAR) AS "from", CAST(max(t) AS VARCHAR) AS "to" FROM (
       SELECT t, LEAST(${count}, 1 + CAST((row_number() OVER (ORDER BY t) - 1) // ${cut.rows} AS INTEGER)) AS part
       FROM (SELECT CAST(${time} AS TIMESTAMP) AS t FROM ${relation}) WHERE t IS NOT NULL) GROUP BY part ORDER BY part`,
  );
  // Rows of one moment stay together: a window begins with the first moment that the one before does not reach.
  const starts = edges.map((edge) => edge.from).filter((text, i, all) => i === 0 || text !== all[i - 1]);
  const at = `CAST(${time} AS TIMESTAMP)`;
  const steps = starts.slice(1).map((text, i) => `WHEN ${at} < TIMESTAMP ${literal(text)} THEN ${i + 1}`);
  return {
    windows: starts.map((text, i) => ({
      name: `Part ${i + 1}`,
      from: text.replace(" ", "T"),
      to: i + 1 < starts.length ? starts[i + 1]!.replace(" ", "T") : to,
    })),
    number: `CASE WHEN ${at} IS NULL THEN NULL ${steps.join(" ")} ELSE ${starts.length} END`,
  };
}

/**
 * The project's current windows over `features`: SQL gives 0 for training rows, which are the reference, 1 and up for
 * current windows, NULL for the rest. A replay cuts the test rows into equal parts in the order of their ids.
 */
export function projectWindows({ columns: { id, time }, monitoring }: Project): CutWindows {
  const cut = monitoring.windows;
  if (cut.by === "replay")
    return {
      windows: Array.from({ length: cut.count }, (_, i) => ({ name: `Part ${i + 1}`, from: null, to: null })),
      number: `CASE split WHEN 'train' THEN 0
        WHEN 'test' THEN ntile(${cut.count}) OVER (PARTITION BY split ORDER BY ${identifier(id)}) END`,
    };
  const { windows, number } = calendarWindows(cut.by, identifier(time!), cut.from, cut.to);
  return { windows, number: `CASE WHEN split = 'train' THEN 0 ELSE ${number} END` };
}
