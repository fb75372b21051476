import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomUUID } from "node:crypto";
import { withDatabase } from "../engine/database.js";
import { fileLiteral, literal } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import { writeFileAtomically } from "../lib/files.js";
import type { Model } from "../models/types.js";

/** Rows scored by a model: a prediction file of contract §1. */
export interface PredictedRows {
  id: readonly string[];
  /** As the input has it; null where it has none. */
  label: readonly string[] | null;
  /** Columns after id and label, in order. */
  columns: { name: string; values: Float64Array }[];
}

/** A model's predictions as a prediction file names them: one value, or with more than two classes one a class. */
export function predictionColumns(
  { task, classes }: Pick<Model, "task" | "classes">,
  predicted: Float64Array,
): PredictedRows["columns"] {
  if (task === "regression" || !classes) return [{ name: "prediction", values: predicted }];
  const ofClass = (index: number): Float64Array =>
    Float64Array.from(
      { length: predicted.length / classes.length },
      (_, row) => predicted[row * classes.length + index]!,
    );
  return classes.length === 2
    ? [{ name: "prediction", values: ofClass(1) }]
    : classes.map((name, index) => ({ name: `probability_${name}`, values: ofClass(index) }));
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const number = (value: number): string => (Number.isFinite(value) ? String(value) : "");

/** The rows as CSV with a header. */
export function predictionsCsv({ id, label, columns }: PredictedRows): string {
  const header = ["id", ...(label ? ["label"] : []), ...columns.map(({ name }) => name)];
  const lines = id.map((name, row) =>
    [cell(name), ...(label ? [cell(label[row]!)] : []), ...columns.map(({ values }) => number(values[row]!))].join(","),
  );
  return `${[header.map(cell).join(","), ...lines].join("\n")}\n`;
}

/** The rows as objects, for JSON: numbers that are none are null. */
export const predictionObjects = ({ id, label, columns }: PredictedRows): Record<string, string | number | null>[] =>
  id.map((name, row) => ({
    id: name,
    ...(label ? { label: label[row]! } : {}),
    ...Object.fromEntries(
      columns.map((column) => [column.name, Number.isFinite(column.values[row]) ? column.values[row]! : null]),
    ),
  }));

async function writeParquet(path: string, rows: PredictedRows): Promise<void> {
  const id = randomUUID();
  const [text, parquet] = ["csv", "parquet"].map((ending) => join(dirname(path), `.${id}.${ending}`)) as [
    string,
    string,
  ];
  try {
    await writeFileAtomically(text, predictionsCsv(rows));
    await withDatabase((database) =>
      database.run(
        `COPY (SELECT * FROM read_csv(${fileLiteral(text)}, header = true, quote = '"', escape = '"', auto_detect = true,
           types = {'id': 'VARCHAR'${rows.columns.map(({ name }) => `, ${literal(name)}: 'DOUBLE'`).join("")}}))
         TO ${literal(parquet)} (FORMAT parquet, COMPRESSION zstd)`,
      ),
    );
    await rename(parquet, path);
  } finally {
    await Promise.all([text, parquet].map((file) => rm(file, { force: true })));
  }
}

/**
 * Writes rows as the file's ending says: `.csv`, `.jsonl` or `.parquet`; whole or not at all.
 *
 * @throws AssayError `usage` for another ending; what `writeFileAtomically` throws.
 */
export async function writePredicted(path: string, rows: PredictedRows): Promise<void> {
  if (/\.csv$/i.test(path)) return await writeFileAtomically(path, predictionsCsv(rows));
  if (/\.jsonl$/i.test(path))
    return await writeFileAtomically(
      path,
      predictionObjects(rows)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    );
  if (/\.parquet$/i.test(path)) return await writeParquet(path, rows);
  throw new AssayError(`--out ${path}: its ending says no format`, {
    code: "usage",
    file: path,
    hint: "end the name in .csv, .jsonl or .parquet",
  });
}
