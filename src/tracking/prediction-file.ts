import { withDatabase, type Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import { openPredictionSource, type PredictionSource } from "./prediction-source.js";

/** Names of the columns of contract §1, where a file calls them otherwise. */
export interface PredictionColumns {
  id?: string;
  label?: string;
  prediction?: string;
  split?: string;
  time?: string;
  unit?: string;
}

/** A file of predictions by column, checked row by row; labels are still texts. */
export interface PredictionFile {
  path: string;
  sha256: string;
  rows: number;
  /** Unique. */
  id: string[];
  /** Numbers are written the shortest way: `1`, never `1.0`. */
  label: string[];
  /** Finite. */
  prediction: Float64Array;
  /** Null where the file has no such column. */
  split: string[] | null;
  /** Milliseconds since 1970 UTC. */
  time: Float64Array | null;
  /** The column's name, and its value per row. */
  unit: { column: string; values: string[] } | null;
  /** Other columns with at most `maxSegmentValues` values. */
  segments: { name: string; values: string[] }[];
}

const maxSegmentValues = 20;
const numeric = /INT|DECIMAL|FLOAT|DOUBLE|REAL|NUMERIC/;

type Value = string | number | null;

class Reader {
  constructor(
    private readonly database: Database,
    private readonly source: PredictionSource,
  ) {}

  has(name: string): boolean {
    return this.source.columns.some((column) => column.name === name);
  }

  /** The named column, an error where a flag or the contract asks for one that is not there. */
  find(name: string, flag: string): { name: string; type: string } {
    const found = this.source.columns.find((column) => column.name === name);
    if (found) return found;
    const { path, columns } = this.source;
    throw new AssayError(`${path}: no column "${name}"; columns are ${columns.map((c) => c.name).join(", ")}`, {
      code: "missing-column",
      file: path,
      column: name,
      hint: `name the right one with --${flag} COLUMN`,
    });
  }

  /** Numbers as numbers, all else as text, in the order of the file. */
  async values(name: string, type: string): Promise<Value[]> {
    const cast = numeric.test(type) && !type.endsWith("[]") ? "DOUBLE" : "VARCHAR";
    const sql = `SELECT ${identifier(name)}::${cast} AS v FROM ${this.source.relation} ORDER BY rowid`;
    return (await this.database.columns(sql))["v"] as Value[];
  }

  async times(name: string): Promise<Value[]> {
    const column = identifier(name);
    const sql = `SELECT CASE WHEN ${column} IS NULL THEN NULL ELSE coalesce(epoch_ms(TRY_CAST(${column} AS TIMESTAMP))::DOUBLE, 'nan'::DOUBLE) END AS v FROM ${this.source.relation} ORDER BY rowid`;
    return (await this.database.columns(sql))["v"] as Value[];
  }
}

const cellError = (
  path: string,
  column: string,
  row: number,
  expected: string,
  came: string,
  hint: string,
): AssayError =>
  new AssayError(`${path}: row ${row}, column "${column}": expected ${expected}, got ${came}`, {
    code: "bad-value",
    file: path,
    column,
    row,
    hint,
  });

/** A value as an error shows it. */
const shown = (value: Value): string =>
  value === null || value === "" ? "nothing" : typeof value === "number" ? String(value) : `"${value}"`;

function texts(path: string, column: string, values: Value[], what: string): string[] {
  return values.map((value, i) => {
    const missing = value === null || value === "" || (typeof value === "number" && !Number.isFinite(value));
    if (missing)
      throw cellError(path, column, i + 1, what, shown(value), "fill it in, or leave the row out of both files");
    return String(value);
  });
}

function numbers(path: string, column: string, values: Value[]): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const number = value === null || (typeof value === "string" && value.trim() === "") ? Number.NaN : Number(value);
    if (!Number.isFinite(number))
      throw cellError(
        path,
        column,
        i + 1,
        "a finite number",
        shown(value),
        "a prediction is a value, or the probability of the positive class",
      );
    result[i] = number;
  }
  return result;
}

/** The label as text; a number the shortest way, so that `1` and `1.0` agree. */
const labelText = (label: string): string => {
  const number = Number(label);
  return label.trim() !== "" && Number.isFinite(number) ? String(number) : label;
};

function checkUnique(path: string, column: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  if (twice.size === 0) return;
  const first = [...twice].slice(0, 5).join(", ");
  throw new AssayError(
    `${path}: ${twice.size} ${twice.size === 1 ? "id occurs" : "ids occur"} more than once: ${first}`,
    {
      code: "duplicate-ids",
      file: path,
      column,
      row: ids.indexOf([...twice][0]!, ids.indexOf([...twice][0]!) + 1) + 1,
      hint: "keep one row per case, or name another column with --id COLUMN",
    },
  );
}

function refuseManyClasses({ path, columns }: PredictionSource): void {
  const classes = columns.filter(({ name }) => name.startsWith("probability_")).map(({ name }) => name.slice(12));
  if (classes.length === 0) return;
  throw new AssayError(
    `${path}: holds one probability per class (${classes.join(", ")}); more than two classes cannot be compared yet`,
    {
      code: "many-classes",
      file: path,
      hint: "with two classes, give the probability of the positive one as --prediction COLUMN",
    },
  );
}

async function readSegments(reader: Reader, source: PredictionSource, used: readonly string[]) {
  const segments: PredictionFile["segments"] = [];
  for (const { name, type } of source.columns) {
    if (used.includes(name) || ["fold", "seed", "weight"].includes(name)) continue;
    const values = (await reader.values(name, type)).map((value) => (value === null ? "" : String(value)));
    const distinct = new Set(values).size;
    if (distinct > 1 && distinct <= maxSegmentValues) segments.push({ name, values });
  }
  return segments;
}

/**
 * Reads a prediction table of contract §1 from CSV, Parquet or JSONL, and checks every row.
 *
 * @param path as the reader gave it, from `cwd`.
 * @param columns names of columns, where they are not `id`, `label`, `prediction`, `split`, `time`, `unit`.
 * @throws AssayError that names file, column, row and the way out.
 * @example await readPredictionFile("a.csv", { label: "churned" }, process.cwd())
 */
export async function readPredictionFile(
  path: string,
  columns: PredictionColumns,
  cwd: string,
): Promise<PredictionFile> {
  return await withDatabase(async (database) => {
    const source = await openPredictionSource(database, path, cwd);
    const reader = new Reader(database, source);
    const predictionName = columns.prediction ?? "prediction";
    if (!reader.has(predictionName)) refuseManyClasses(source);
    const idColumn = reader.find(columns.id ?? "id", "id");
    const labelColumn = reader.find(columns.label ?? "label", "label");
    const predictionColumn = reader.find(predictionName, "prediction");
    const optional = (key: "split" | "time" | "unit"): { name: string; type: string } | null =>
      columns[key] === undefined && !reader.has(key) ? null : reader.find(columns[key] ?? key, key);
    const [split, time, unit] = [optional("split"), optional("time"), optional("unit")];
    const read = async (column: { name: string; type: string }): Promise<Value[]> =>
      await reader.values(column.name, column.type);
    const id = texts(path, idColumn.name, await read(idColumn), "an id");
    checkUnique(path, idColumn.name, id);
    const label = texts(path, labelColumn.name, await read(labelColumn), "a label").map(labelText);
    const prediction = numbers(path, predictionColumn.name, await read(predictionColumn));
    const times = time ? await reader.times(time.name) : null;
    const used = [idColumn, labelColumn, predictionColumn, split, time, unit].flatMap((column) => column?.name ?? []);
    return {
      path,
      sha256: source.sha256,
      rows: id.length,
      id,
      label,
      prediction,
      split: split ? texts(path, split.name, await read(split), "train, validation or test") : null,
      time: times
        ? Float64Array.from(times, (value, i) => {
            if (typeof value === "number" && Number.isFinite(value)) return value;
            const came = value === null ? "nothing" : "something else";
            throw cellError(path, time!.name, i + 1, "a time", came, "write times as ISO 8601: 2013-09-01T08:15:00Z");
          })
        : null,
      unit: unit ? { column: unit.name, values: texts(path, unit.name, await read(unit), "a unit") } : null,
      segments: await readSegments(reader, source, used),
    };
  });
}
