import { withDatabase, type Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import { openPredictionSource, type PredictionSource } from "./prediction-source.js";
import { type ClassProbability, mostProbable, probabilityPrefix } from "./probabilities.js";

/** Names of the columns of contract §1, where a file calls them otherwise. */
export interface PredictionColumns {
  id?: string;
  label?: string;
  prediction?: string;
  split?: string;
  time?: string;
  unit?: string;
  weight?: string;
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
  /** Finite; of more than two classes the place of the most probable among `probabilities`. */
  prediction: Float64Array;
  /** One column per class, where the file has them: shares that add up to 1. */
  probabilities: ClassProbability[] | null;
  /** Null where the file has no such column. */
  split: string[] | null;
  /** Milliseconds since 1970 UTC. */
  time: Float64Array | null;
  /** The column's name, and its value per row. */
  unit: { column: string; values: string[] } | null;
  /** How often each row counts: 0 or more. */
  weight: Float64Array | null;
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

function numbers(
  path: string,
  column: string,
  values: Value[],
  hint = "a prediction is a value, or the probability of the positive class",
): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const number = value === null || (typeof value === "string" && value.trim() === "") ? Number.NaN : Number(value);
    if (!Number.isFinite(number)) throw cellError(path, column, i + 1, "a finite number", shown(value), hint);
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

/** Columns with one probability per class; none where a column of predictions says it all. */
function probabilityColumns(reader: Reader, { columns }: PredictionSource, named: string | undefined) {
  const found = columns.filter(({ name }) => name.startsWith(probabilityPrefix));
  const enough = found.length > 2 || (found.length === 2 && !reader.has("prediction"));
  return named === undefined && enough ? found : [];
}

/** Rounded shares may miss 1 by this. */
const sumTolerance = 0.01;

function checkSums(path: string, probabilities: readonly ClassProbability[], rows: number): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (const { class: name, values } of probabilities) {
      const value = values[row]!;
      if (value < 0 || value > 1)
        throw cellError(
          path,
          `${probabilityPrefix}${name}`,
          row + 1,
          "a probability from 0 to 1",
          String(value),
          "give shares, not percentages or scores",
        );
      sum += value;
    }
    if (Math.abs(sum - 1) > sumTolerance)
      throw new AssayError(
        `${path}: row ${row + 1}: the probabilities of the classes add up to ${sum.toPrecision(6)}`,
        {
          code: "bad-value",
          file: path,
          column: `${probabilityPrefix}${probabilities[0]!.class}`,
          row: row + 1,
          hint: "they must add up to 1, one column per class",
        },
      );
  }
}

function weights(path: string, column: string, values: Value[]): Float64Array {
  const read = numbers(path, column, values, "a weight says how often its row counts; fill it in");
  const row = read.findIndex((value) => value < 0);
  if (row >= 0)
    throw cellError(
      path,
      column,
      row + 1,
      "a weight of 0 or more",
      String(read[row]),
      "leave the row out, or weigh it 0",
    );
  if (read.length > 0 && !read.some((value) => value > 0))
    throw new AssayError(`${path}: column "${column}": every row has the weight 0`, {
      code: "bad-value",
      file: path,
      column,
      hint: "give at least one row a weight above 0",
    });
  return read;
}

async function readSegments(reader: Reader, source: PredictionSource, used: readonly string[]) {
  const segments: PredictionFile["segments"] = [];
  for (const { name, type } of source.columns) {
    if (used.includes(name) || ["fold", "seed"].includes(name)) continue;
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
 * @param columns names of columns, where they are not `id`, `label`, `prediction`, `split`, `time`, `unit`, `weight`.
 *   More than two classes come as one column `probability_<class>` each.
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
    const classColumns = probabilityColumns(reader, source, columns.prediction);
    const idColumn = reader.find(columns.id ?? "id", "id");
    const labelColumn = reader.find(columns.label ?? "label", "label");
    const predictionColumn =
      classColumns.length > 0 ? null : reader.find(columns.prediction ?? "prediction", "prediction");
    const optional = (key: "split" | "time" | "unit" | "weight"): { name: string; type: string } | null =>
      columns[key] === undefined && !reader.has(key) ? null : reader.find(columns[key] ?? key, key);
    const [split, time, unit, weight] = [optional("split"), optional("time"), optional("unit"), optional("weight")];
    const read = async (column: { name: string; type: string }): Promise<Value[]> =>
      await reader.values(column.name, column.type);
    const id = texts(path, idColumn.name, await read(idColumn), "an id");
    checkUnique(path, idColumn.name, id);
    const label = texts(path, labelColumn.name, await read(labelColumn), "a label").map(labelText);
    const probabilities: ClassProbability[] = [];
    for (const column of classColumns)
      probabilities.push({
        class: labelText(column.name.slice(probabilityPrefix.length)),
        values: numbers(path, column.name, await read(column), "fill in the probability of every class"),
      });
    if (probabilities.length > 0) checkSums(path, probabilities, id.length);
    const prediction = predictionColumn
      ? numbers(path, predictionColumn.name, await read(predictionColumn))
      : mostProbable(probabilities, id.length);
    const times = time ? await reader.times(time.name) : null;
    const used = [idColumn, labelColumn, predictionColumn, ...classColumns, split, time, unit, weight].flatMap(
      (column) => column?.name ?? [],
    );
    if (classColumns.length > 0) used.push("prediction");
    return {
      path,
      sha256: source.sha256,
      rows: id.length,
      id,
      label,
      prediction,
      probabilities: probabilities.length > 0 ? probabilities : null,
      split: split ? texts(path, split.name, await read(split), "train, validation or test") : null,
      time: times
        ? Float64Array.from(times, (value, i) => {
            if (typeof value === "number" && Number.isFinite(value)) return value;
            const came = value === null ? "nothing" : "something else";
            throw cellError(path, time!.name, i + 1, "a time", came, "write times as ISO 8601: 2013-09-01T08:15:00Z");
          })
        : null,
      unit: unit ? { column: unit.name, values: texts(path, unit.name, await read(unit), "a unit") } : null,
      weight: weight ? weights(path, weight.name, await read(weight)) : null,
      segments: await readSegments(reader, source, used),
    };
  });
}
