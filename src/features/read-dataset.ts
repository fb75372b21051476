import { readNumbers } from "../engine/columns.js";
import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import { codedColumns, numberSql } from "./coded-columns.js";
import type { Column, Dataset } from "./dataset.js";

/** A column that a model reads. */
export interface WantedColumn {
  name: string;
  kind: Column["kind"];
}

const isNumeric = (type: string): boolean =>
  /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|BOOLEAN)$/.test(type);

/** Counts rows where no column is wanted; no column of a table has this key. */
const rowKey = "rows";

const list = (names: readonly string[]): string =>
  names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");

/** The first text that is no number, with its row from 1; null where all are. */
async function firstText(
  database: Database,
  table: string,
  column: string,
): Promise<{ value: string; row: number } | null> {
  const [found] = await database.rows<{ value: string; row: number }>(
    `SELECT ${identifier(column)}::VARCHAR AS value, (rowid + 1)::DOUBLE AS row FROM ${identifier(table)}
     WHERE ${identifier(column)} IS NOT NULL AND trim(${identifier(column)}::VARCHAR) <> ''
       AND TRY_CAST(${identifier(column)}::VARCHAR AS DOUBLE) IS NULL ORDER BY rowid LIMIT 1`,
  );
  return found ?? null;
}

/** The engine's types of a table's columns; refuses one that lacks a column, or holds text where numbers are needed. */
async function checkedTypes(
  database: Database,
  table: string,
  columns: readonly WantedColumn[],
  file: string,
): Promise<Map<string, string>> {
  const described = await database.rows<{ name: string; type: string }>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${identifier(table)})`,
  );
  const types = new Map(described.map(({ name, type }) => [name, type]));
  const missing = columns.filter(({ name }) => !types.has(name)).map(({ name }) => name);
  if (missing.length > 0)
    throw new AssayError(
      `${file}: ${missing.length === 1 ? "a column is" : `${missing.length} columns are`} missing: ${list(missing)}`,
      {
        code: "missing-column",
        file,
        column: missing[0]!,
        hint: `the table has ${list([...types.keys()])}; name its columns as the features of the model`,
      },
    );
  for (const { name, kind } of columns) {
    if (kind !== "numeric" || isNumeric(types.get(name)!)) continue;
    const text = types.get(name) === "VARCHAR" ? await firstText(database, table, name) : null;
    if (types.get(name) === "VARCHAR" && !text) continue;
    throw new AssayError(
      text
        ? `${file}: row ${text.row}, column ${name}: expected a number, got "${text.value}"`
        : `${file}: column ${name}: expected numbers, got ${types.get(name)!.toLowerCase()}`,
      {
        code: "wrong-type",
        file,
        column: name,
        ...(text ? { row: text.row } : {}),
        hint: "leave it empty where it is not known",
      },
    );
  }
  return types;
}

/** A column as a number; text is trimmed, and empty text is missing. */
const numeric = (name: string, type: string): string =>
  type === "VARCHAR" ? `TRY_CAST(nullif(trim(${identifier(name)}), '') AS DOUBLE)` : identifier(name);

/**
 * Reads columns of a table, checked by name and type, as learners and scorers take them: numbers as float64 (missing
 * and non-finite are NaN), categories as codes into values sorted by code point (missing is −1).
 *
 * @param table name of a table (not a view) of the database; rows come in its order.
 * @param columns what to read; other columns are left alone.
 * @param file how errors name the table.
 * @throws AssayError `missing-column` with all that lack, or `wrong-type` with the row and the value.
 * @example await readDataset(database, "customers", [{ name: "tenure", kind: "numeric" }], "customers.csv")
 */
export async function readDataset(
  database: Database,
  table: string,
  columns: readonly WantedColumn[],
  file: string,
): Promise<Dataset> {
  const types = await checkedTypes(database, table, columns, file);
  const texts = columns.filter(({ kind }) => kind === "categorical").map(({ name }) => name);
  const coded = await codedColumns(database, table, texts);
  const typed = `(SELECT rowid, ${columns
    .map(({ name, kind }) =>
      kind === "numeric" ? `${numeric(name, types.get(name)!)} AS ${identifier(name)}` : identifier(name),
    )
    .join(", ")} FROM ${identifier(table)} ORDER BY rowid)`;
  const numbers = await readNumbers(
    database,
    {
      [rowKey]: "1",
      ...Object.fromEntries(
        columns.map(({ name, kind }) => [`column ${name}`, kind === "numeric" ? numberSql(name) : coded.sql(name)]),
      ),
    },
    typed,
  );
  return {
    rows: numbers[rowKey]!.length,
    columns: columns.map(({ name, kind }): Column => {
      const values = numbers[`column ${name}`]!;
      return kind === "numeric"
        ? { name, kind, values }
        : { name, kind, codes: Int32Array.from(values), categories: coded.values(name) };
    }),
  };
}
