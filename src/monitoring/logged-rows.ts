import { join } from "node:path";
import { readColumns } from "../engine/columns.js";
import type { Database } from "../engine/database.js";
import { identifier, literal } from "../engine/sql.js";
import { readDataset } from "../features/read-dataset.js";
import type { Project } from "../projects/types.js";
import { findFiles } from "../tables/find-files.js";
import { openTable } from "../tables/open-table.js";
import type { LogRows } from "./log-rows.js";
import { openPredictionLog, type OpenedLog } from "./prediction-log.js";

/** A project's own log, read: its rows, and what was found on the way. */
export interface LoggedRows {
  rows: LogRows;
  opened: OpenedLog;
  notes: string[];
}

const view = "prediction log";
const table = "logged rows";

/** Labels that came later: the first of `labels.parquet`, `labels.csv`, `labels.jsonl` beside the log, by id. */
async function openLabels(database: Database, folder: string, root: string): Promise<string | null> {
  for (const ending of ["parquet", "csv", "jsonl"]) {
    const path = join(folder, `labels.${ending}`);
    if ((await findFiles(path, root)).length === 0) continue;
    await openTable(database, "labels", path, { root });
    return "SELECT id::VARCHAR AS id, any_value(label)::VARCHAR AS label FROM labels GROUP BY 1";
  }
  return null;
}

const labelNumber = (project: Project): string => {
  const { positive } = project.target;
  return project.task === "classification" && positive !== undefined
    ? `CASE WHEN label IS NOT NULL THEN CAST(label = ${literal(positive)} AS INTEGER) END`
    : "TRY_CAST(label AS DOUBLE)";
};

function notesOf({ skipped, violations, repeated }: OpenedLog): string[] {
  const count = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;
  return [
    ...(skipped > 0 ? [`${count(skipped, "line is", "lines are")} no prediction and left out`] : []),
    ...(repeated > 0 ? [`${count(repeated, "line repeats", "lines repeat")} an earlier prediction of its row`] : []),
    ...violations.map(
      ({ column, count: n }) => `${column}: ${count(n, "value is", "values are")} no number, read as missing`,
    ),
  ];
}

/**
 * Reads a project's prediction log, `data/<project>/log/predictions*.{jsonl,parquet}`, with the labels that came later
 * (`labels.{parquet,csv,jsonl}` beside it: `id`, `label`). Units are the days of the predictions where the project has
 * units in time, else the rows.
 *
 * @param options.runId only its predictions; those of all runs where it has none.
 * @returns null where the project has no log.
 * @throws AssayError what `openPredictionLog` and `openTable` throw.
 * @example (await readLog(database, project, { runId, root }))?.rows.rows
 */
export async function readLog(
  database: Database,
  project: Project,
  { runId, root }: { runId: string; root: string },
): Promise<LoggedRows | null> {
  const folder = join("data", project.id, "log");
  const path = join(folder, "predictions*");
  if ((await findFiles(path, root)).length === 0) return null;
  const opened = await openPredictionLog(database, view, { path, root, features: project.features });
  const labels = await openLabels(database, folder, root);
  const [known] = await database.rows<{ own: number }>(
    `SELECT count(*)::DOUBLE AS own FROM ${identifier(view)} WHERE run = ${literal(runId)}`,
  );
  const own = known!.own > 0;
  await database.run(
    `CREATE OR REPLACE TEMP TABLE ${identifier(table)} AS
     SELECT l.* EXCLUDE (label), coalesce(${labels ? "k.label, " : ""}l.label) AS label FROM ${identifier(view)} l
     ${labels ? `LEFT JOIN (${labels}) k ON k.id = l.id` : ""}
     ${own ? `WHERE l.run = ${literal(runId)}` : ""} ORDER BY l."time", l.id`,
  );
  const { numbers, rows } = await readColumns(
    database,
    `SELECT epoch_ms("time")::DOUBLE AS "time", prediction, ${labelNumber(project)}::DOUBLE AS label FROM ${identifier(table)} ORDER BY rowid`,
  );
  const time = numbers["time"]!;
  const days = new Map<number, number>();
  const unit = project.columns.time
    ? Int32Array.from(time, (at) => {
        const day = Math.floor(at / 86_400_000);
        if (!days.has(day)) days.set(day, days.size);
        return days.get(day)!;
      })
    : Int32Array.from({ length: rows }, (_, row) => row);
  const features = project.features.map(({ name, type }) => ({ name, kind: type }));
  const data = await readDataset(database, table, features, path);
  return {
    rows: { rows, time, prediction: numbers["prediction"]!, label: numbers["label"]!, unit, data },
    opened,
    notes: [
      ...notesOf(opened),
      ...(own ? [] : [`no line is of run ${runId.slice(0, 8)}; those of all runs are shown`]),
    ],
  };
}
