import { appendFile, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Database } from "../engine/database.js";
import { fileLiteral, identifier, literal } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import { fileError } from "../lib/files.js";
import { withLock } from "../lib/lock.js";
import { download } from "../tables/download.js";
import { noSuchFile } from "../tables/errors.js";
import { findFiles, shownPath } from "../tables/find-files.js";

/** Names that a line of the log uses itself; no feature may have one. */
const logColumns = ["time", "run", "id", "prediction", "label"] as const;

/** A feature as the log keeps it. */
export interface LogFeature {
  name: string;
  type: "numeric" | "categorical";
}

/** One prediction: when, by which run, of which row, what it said, and the features it saw. */
export interface LogLine {
  /** ISO 8601 in UTC. */
  time: string;
  run: string;
  id: string;
  /** The value, or the probability of the positive class; with more classes, `probabilities` instead. */
  prediction?: number | null;
  probabilities?: Record<string, number>;
  features: Record<string, number | string | null>;
}

/** Where `assay predict --log` writes a project's predictions; git ignores it. */
export const projectLogPath = (project: string, root: string): string =>
  join(root, "data", project, "log", "predictions.jsonl");

/** A log's line as JSON: flat, so that DuckDB and people read it as a table. */
function text({ features, probabilities, ...line }: LogLine): string {
  const reserved = Object.keys(features).find(
    (name) => (logColumns as readonly string[]).includes(name) || name.startsWith("probability_"),
  );
  if (reserved !== undefined)
    throw new AssayError(`feature ${reserved} has a name that the prediction log uses itself`, {
      code: "reserved-name",
      column: reserved,
      hint: `rename it; ${logColumns.join(", ")} and probability_<class> are taken`,
    });
  const chances = Object.entries(probabilities ?? {}).map(([name, value]) => [`probability_${name}`, value]);
  return JSON.stringify({ ...line, ...Object.fromEntries(chances), ...features });
}

/** True where a file is empty, absent, or ends with a line feed: the next line begins where it should. */
async function endsWell(path: string): Promise<boolean> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!file) return true;
  try {
    const { size } = await file.stat();
    if (size === 0) return true;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] === 10;
  } finally {
    await file.close();
  }
}

/**
 * Appends lines to a prediction log (JSONL). Writers take turns, so lines of two never mix; after a line that a crash
 * tore, the next begins on a line of its own, so that the torn one spoils nothing but itself.
 *
 * @param lock path of the lock file, under `.assay/`.
 * @throws AssayError `reserved-name`, `disk-full`, `not-permitted`.
 * @example await appendToPredictionLog(projectLogPath("telco-churn", root), lines, join(root, ".assay/log.lock"))
 */
export async function appendToPredictionLog(path: string, lines: readonly LogLine[], lock: string): Promise<void> {
  if (lines.length === 0) return;
  const block = `${lines.map(text).join("\n")}\n`;
  await withLock(lock, async () => {
    try {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, (await endsWell(path)) ? block : `\n${block}`);
    } catch (error) {
      throw fileError(error, path);
    }
  });
}

/** A log that was opened as a relation: what it holds, and what it does not. */
export interface OpenedLog {
  files: string[];
  /** Lines read as predictions. */
  rows: number;
  /** Lines that are no JSON object, such as a torn last one, or that lack a time or an id. */
  skipped: number;
  /** Values of another type than their column's, read as missing; columns without any are left out. */
  violations: { column: string; count: number }[];
  /** Later predictions of the same row by the same run; the first one counts. */
  repeated: number;
}

const logFiles = async (path: string, root: string): Promise<string[]> => {
  const files = /^https?:\/\//i.test(path) ? [await download(path, root)] : await findFiles(path, root);
  if (files.length === 0) throw noSuchFile(path);
  return files;
};

const isParquet = (file: string): boolean => /\.parquet$/i.test(file);

/** JSONL: one JSON object a row, NULL for a line that is none. */
const objectsOf = (files: readonly string[]): string =>
  `(SELECT CASE WHEN json_type(json) = 'OBJECT' THEN json END AS line
    FROM read_json_objects([${files.map(fileLiteral).join(", ")}], format = 'newline_delimited', ignore_errors = true,
      maximum_object_size = 16777216))`;

/** Parquet: the same objects, from columns that files may have or lack. */
const rowsAsObjects = (files: readonly string[]): string =>
  `(SELECT to_json(t) AS line FROM read_parquet([${files.map(fileLiteral).join(", ")}], union_by_name = true) t)`;

/** A time as UTC: with an offset it is moved, without one it is UTC already; a number is milliseconds since 1970. */
const timeSql = (value: string): string =>
  `coalesce(TRY_CAST(${value} AS TIMESTAMPTZ), TRY_CAST(make_timestamptz(1000 * TRY_CAST(${value} AS BIGINT)) AS TIMESTAMPTZ))`;

/**
 * Opens a prediction log as a view: `time` (TIMESTAMP in UTC), `run`, `id`, `prediction` or one `probability_<class>`
 * each, `label` where lines carry one, and the features, each by its declared type. Files may differ in their columns:
 * what a line lacks is NULL, what it has beyond is left alone. Rows come in no order: a clock may go back.
 *
 * @param options.path a JSONL or Parquet file, a folder, a glob, or an http(s) address.
 * @param options.classes names of the classes, where there are more than two.
 * @throws AssayError `missing-file`, `empty-log` where no line can be read.
 * @example await openPredictionLog(database, "log", { path: "data/telco-churn/log/*.jsonl", root, features })
 */
export async function openPredictionLog(
  database: Database,
  name: string,
  {
    path,
    root,
    features,
    classes = [],
  }: { path: string; root: string; features: readonly LogFeature[]; classes?: readonly string[] },
): Promise<OpenedLog> {
  const files = await logFiles(path, root);
  const parts = [
    { from: files.filter((file) => !isParquet(file)), as: objectsOf },
    { from: files.filter(isParquet), as: rowsAsObjects },
  ].filter(({ from }) => from.length > 0);
  const columns: LogFeature[] = [
    ...(classes.length > 0 ? classes.map((one) => `probability_${one}`) : ["prediction"]).map((column): LogFeature => ({
      name: column,
      type: "numeric",
    })),
    { name: "label", type: "categorical" },
    ...features,
  ];
  const raw = (column: string): string =>
    `json_extract_string(line, ${literal(`$."${column.replaceAll('"', '\\"')}"`)})`;
  const typed = ({ name: column, type }: LogFeature): string =>
    type === "numeric" ? `TRY_CAST(${raw(column)} AS DOUBLE)` : raw(column);
  const violates = (column: LogFeature): string =>
    column.type === "numeric" ? `${raw(column.name)} IS NOT NULL AND ${typed(column)} IS NULL` : "false";
  const lines = parts.map(({ from, as }) => `SELECT line FROM ${as(from)}`).join(" UNION ALL ");
  const read = `SELECT line, (${timeSql(raw("time"))}) AT TIME ZONE 'UTC' AS "time", ${raw("run")} AS run, ${raw("id")} AS id FROM (${lines})`;
  const usable = `"time" IS NOT NULL AND id IS NOT NULL`;
  const [counts] = await database.rows<Record<string, number>>(
    `SELECT count(*)::DOUBLE AS lines, count(*) FILTER (WHERE ${usable})::DOUBLE AS "usable",
      (count(*) FILTER (WHERE ${usable}) - count(DISTINCT (coalesce(run, ''), id)) FILTER (WHERE ${usable}))::DOUBLE AS repeated
      ${columns.map((column, i) => `, count(*) FILTER (WHERE ${usable} AND ${violates(column)})::DOUBLE AS bad_${i}`).join("")}
     FROM (${read})`,
  );
  const { usable: rows, lines: all, repeated } = counts!;
  if (!rows)
    throw new AssayError(`${shownPath(path)}: no line is a prediction with a time and an id`, {
      code: "empty-log",
      file: shownPath(path),
      hint: "write one with assay predict RUN INPUT --log",
    });
  await database.run(
    `CREATE OR REPLACE VIEW ${identifier(name)} AS
     SELECT "time", run, id, ${columns.map((column) => `${typed(column)} AS ${identifier(column.name)}`).join(", ")}
     FROM (${read}) WHERE ${usable}
     ${repeated! > 0 ? `QUALIFY row_number() OVER (PARTITION BY coalesce(run, ''), id ORDER BY "time", line) = 1` : ""}`,
  );
  return {
    files: files.map(shownPath),
    rows: rows - repeated!,
    skipped: all! - rows,
    violations: columns.flatMap(({ name: column }, i) =>
      counts![`bad_${i}`]! > 0 ? [{ column, count: counts![`bad_${i}`]! }] : [],
    ),
    repeated: repeated!,
  };
}
