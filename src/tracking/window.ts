import type { FeatureTable } from "../features/dataset.js";
import { AssayError } from "../lib/errors.js";
import type { Project, SplitName, TimeSplit } from "../projects/types.js";

/** Times from which to which rows train, `[from, to)`, as ISO dates in the time column's own clock. */
export interface Window {
  from: string;
  to: string;
}

/** Of a window that reaches into the validation rows, the last part stops and tunes. */
const validationShare = 0.2;

const millisecondsPerDay = 86_400_000;

const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/;

const timeOf = (text: string): number => Date.parse(/T/.test(text) ? `${text}Z` : `${text}T00:00:00Z`);

function timeSplit({ id, split }: Project): TimeSplit {
  if (split.by === "time") return split;
  throw new AssayError(`${id} has no time, so there is no window to train on`, {
    code: "no-time",
    hint: "leave --window out, or choose a project that is split by time",
  });
}

/**
 * Reads `FROM..TO`.
 *
 * @throws AssayError `usage` for another form, `no-time` for a project that is split by hash, `window-judges` where the
 * window reaches into the rows that judge or past them: no model is judged on rows it was trained on, nor on its past.
 * @example readWindow("2013-03-01..2013-09-01", project)
 */
export function readWindow(text: string, project: Project): Window {
  const { test } = timeSplit(project);
  const [from = "", to = "", ...rest] = text.split("..");
  const isRange = rest.length === 0 && isoDate.test(from) && isoDate.test(to) && timeOf(from) < timeOf(to);
  if (!isRange)
    throw new AssayError(`--window is "${text}", expected FROM..TO, the earlier first`, {
      code: "usage",
      hint: `try --window ${test[0]}..${test[1]} with earlier dates`,
    });
  if (timeOf(to) > timeOf(test[0]))
    throw new AssayError(`the window ends at ${to}, and the rows that judge begin at ${test[0]}`, {
      code: "window-judges",
      hint: `end it at ${test[0]} or before; for later rows move the test range in src/projects/${project.id}/project.ts first`,
    });
  return { from, to };
}

/** Where a window's training rows end: at its own end, or where a fifth of it, held out for validation, begins. */
function trainingEnd({ from, to }: Window, { validation }: TimeSplit): number {
  const [start, end] = [timeOf(from), timeOf(to)];
  const held = timeOf(validation[0]);
  if (end <= held) return end;
  const last = start + (1 - validationShare) * (end - start);
  return Math.max(held, Math.floor(last / millisecondsPerDay) * millisecondsPerDay);
}

/**
 * The table as a window splits it. Training rows lie in the window; where it ends before the project's validation rows,
 * these validate; where it reaches into them, its last fifth does (never rows before them), so that any two windows share
 * validation rows. All other rows keep the project's split; test and production rows always do.
 *
 * @throws AssayError `no-rows` where the window holds no row.
 */
export function windowTable(
  table: FeatureTable,
  project: Project,
  window: Window,
): { table: FeatureTable; trainingRows: Int32Array } {
  const split = timeSplit(project);
  const times = table.time;
  if (!times) throw new RangeError(`${project.id}: the table has no time`);
  const [from, until, to] = [timeOf(window.from), trainingEnd(window, split), timeOf(window.to)];
  const isTraining = (row: number): boolean => times[row]! >= from && times[row]! < Math.min(until, to);
  const trainingRows = Int32Array.from({ length: table.rows }, (_, row) => row).filter(isTraining);
  if (trainingRows.length === 0)
    throw new AssayError(`${project.id}: no row lies between ${window.from} and ${window.to}`, {
      code: "no-rows",
      hint: `the project's own training rows are ${split.train.join("..")}`,
    });
  const splits = table.split.map((name, row): SplitName =>
    isTraining(row) ? "train" : times[row]! >= until && times[row]! < to && name !== "test" ? "validation" : name,
  );
  return { table: { ...table, split: splits }, trainingRows };
}
