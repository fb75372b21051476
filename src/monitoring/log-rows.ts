import type { Dataset, FeatureTable } from "../features/dataset.js";
import { takeRows } from "../features/dataset.js";
import { AssayError } from "../lib/errors.js";
import type { Project } from "../projects/types.js";
import type { Predictions } from "../tracking/types.js";

/** Rows of a prediction log, by column. */
export interface LogRows {
  rows: number;
  /** Milliseconds since 1970 UTC; null in a replay. */
  time: Float64Array | null;
  prediction: Float64Array;
  /** NaN where it has not come. */
  label: Float64Array;
  /** Index of each row's independent unit. */
  unit: Int32Array;
  data: Dataset;
}

/** What a project's log is held against, and the log. */
export interface ReferenceAndLog {
  reference: LogRows;
  /** In plain words: `test rows`. */
  referenceName: string;
  log: LogRows;
  source: "log" | "held-out" | "replay";
}

function takeLogRows(table: FeatureTable, predictions: Predictions, index: Int32Array): LogRows {
  const numbers = (values: Float64Array): Float64Array => Float64Array.from(index, (row) => values[row]!);
  return {
    rows: index.length,
    time: predictions.time ? numbers(predictions.time) : null,
    prediction: numbers(predictions.prediction),
    label: numbers(predictions.label),
    unit: Int32Array.from(index, (row) => table.unit[row]!),
    data: takeRows(table.dataset, index),
  };
}

/** The reference of a log: rows with labels that the model was not fitted on, and that came before the log's. */
const referenceSplit = (project: Project): "test" | "validation" =>
  project.split.by === "time" && project.split.production ? "test" : "validation";

/**
 * The log that a project without one of its own has: its held-out rows with the predictions of a run. Where it has
 * production rows they are the log, in the order of time, and test rows the reference; labels come `labelDelayDays`
 * later, so those of the last days have not come. Else test rows are replayed against validation rows.
 *
 * @param predictions of the run on every row, in the order of the table.
 * @throws AssayError `not-comparable` where rows of table and run differ.
 * @example heldOutLog(project, table, await readPredictions(run, "predictions")).log.rows
 */
export function heldOutLog(project: Project, table: FeatureTable, predictions: Predictions): ReferenceAndLog {
  if (table.rows !== predictions.rows || table.id.some((id, row) => id !== predictions.id[row]))
    throw new AssayError(`${project.id}: the run's predictions are not of the rows that the project has now`, {
      code: "not-comparable",
      hint: "train it again with assay build",
    });
  const reference = referenceSplit(project);
  const of = (split: string): LogRows =>
    takeLogRows(
      table,
      predictions,
      Int32Array.from(predictions.split.keys()).filter((row) => predictions.split[row] === split),
    );
  const inTime = reference === "test";
  const log = of(inTime ? "production" : "test");
  return {
    reference: of(reference),
    referenceName: `${reference} rows`,
    log: inTime ? withoutLateLabels(log, project.monitoring.labelDelayDays ?? 0) : { ...log, time: null },
    source: inTime ? "held-out" : "replay",
  };
}

const day = 86_400_000;

/** Labels that come `days` after their row have not come yet for the log's last days. */
function withoutLateLabels(log: LogRows, days: number): LogRows {
  const newest = log.time!.reduce((latest, at) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  return { ...log, label: log.label.map((label, row) => (log.time![row]! + days * day > newest ? Number.NaN : label)) };
}
