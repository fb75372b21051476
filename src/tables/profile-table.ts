import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { columnNotes } from "./column-notes.js";
import { columnKind, summarizeColumn, valueTable } from "./column-summary.js";
import type { TableColumn } from "./open-table.js";
import type { ColumnProfile, TableProfile } from "./types.js";

async function profileColumn(
  database: Database,
  relation: string,
  { name, type }: TableColumn,
  rows: number,
): Promise<ColumnProfile> {
  await database.run(
    `CREATE OR REPLACE TEMP TABLE ${valueTable} AS
     SELECT ${identifier(name)} AS value, count(*) AS count FROM ${relation} GROUP BY ${identifier(name)}`,
  );
  const summary = await summarizeColumn(database, columnKind(type));
  const { present, finite, ...shown } = summary;
  return {
    name,
    type,
    rows,
    missing: rows - present,
    nonFinite: present - finite,
    ...shown,
    notes: columnNotes(name, summary, rows),
  };
}

/** Rows that are the same as an earlier one in every column. */
async function countDuplicates(database: Database, relation: string, columns: readonly TableColumn[]): Promise<number> {
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const [row] = await database.rows<{ repeated: number }>(
    `SELECT count(*)::DOUBLE - count(DISTINCT hash(${names}))::DOUBLE AS repeated FROM ${relation}`,
  );
  return row!.repeated;
}

/**
 * Profiles every column of a relation. All numbers are exact: each column is counted by value once, and what is told of
 * it follows from these counts.
 *
 * @param relation its name in the database, any text.
 * @param title as the profile shows it.
 * @returns numbers that JSON can carry; null where the column does not define them.
 * @example (await profileTable(database, "customers", "customers.csv")).columns[0].missing
 */
export async function profileTable(database: Database, relation: string, title: string): Promise<TableProfile> {
  const name = identifier(relation);
  const columns = await database.rows<TableColumn>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${name})`,
  );
  const [count] = await database.rows<{ rows: number }>(`SELECT count(*)::DOUBLE AS rows FROM ${name}`);
  const rows = count!.rows;
  const profiles: ColumnProfile[] = [];
  for (const column of columns) profiles.push(await profileColumn(database, name, column, rows));
  await database.run(`DROP TABLE IF EXISTS ${valueTable}`);
  const unique = profiles.some(({ distinct }) => distinct === rows);
  const duplicateRows = unique ? 0 : await countDuplicates(database, name, columns);
  return { table: title, rows, duplicateRows, columns: profiles };
}
