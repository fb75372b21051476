import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import type { DriftColumn } from "./types.js";

/** Units of one window beyond this many are gathered into this many groups, which keeps what varies between them. */
const mostGroups = 400;
/** Up to this many rows in all are copied once into memory; larger tables are read again for each column. */
const rowsKept = 2_000_000;

/** Reference and current rows as one relation: `w` (window, 0 the reference), `u` (group of units), `c0`, `c1`, … */
export interface WindowRows {
  relation: string;
  /** Rows by window. */
  rows: number[];
  /** Independent units by window; rows where none is named. */
  units: number[];
  /** Groups that `u` counts from 0, by window; 1 where rows are units. */
  groups: number[];
  /** Drops what was made. */
  close(): Promise<void>;
}

const unitText = (unit: string): string => `COALESCE(CAST(${identifier(unit)} AS VARCHAR), '')`;

/** The value of a column: text for categories, DOUBLE for numbers. */
const valueOf = ({ name, type, expression }: DriftColumn): string =>
  `CAST(${expression ?? identifier(name)} AS ${type === "numeric" ? "DOUBLE" : "VARCHAR"})`;

async function countRows(database: Database, relations: readonly string[]): Promise<number[]> {
  const counts = await database.rows<{ n: number }>(
    relations
      .map((relation, w) => `SELECT ${w} AS w, CAST(count(*) AS DOUBLE) AS n FROM ${relation}`)
      .join(" UNION ALL ")
      .concat(" ORDER BY 1"),
  );
  return counts.map(({ n }) => Number(n));
}

/**
 * Puts the windows one under the other.
 *
 * @param relations what follows FROM: a table's quoted name or a query in parentheses; the reference first.
 * @param unit column whose values are independent; rows are where it is not given.
 */
export async function windowRows(
  database: Database,
  relations: readonly string[],
  columns: readonly DriftColumn[],
  unit?: string,
): Promise<WindowRows> {
  const rows = await countRows(database, relations);
  const values = columns.map((column, i) => `${valueOf(column)} AS c${i}`);
  const union = (select: (w: number) => string[]): string =>
    relations.map((relation, w) => `SELECT ${select(w).join(", ")} FROM ${relation}`).join(" UNION ALL ");
  let relation = `(${union((w) => [`${w} AS w`, "0 AS u", ...values])})`;
  let units = rows;
  let groups = rows.map(() => 1);
  const made: string[] = [];
  if (unit !== undefined) {
    await database.run(
      `CREATE OR REPLACE TEMP TABLE drift_units AS
       SELECT w, unit, CAST(mod(row_number() OVER (PARTITION BY w ORDER BY unit) - 1, ${mostGroups}) AS INTEGER) AS u
       FROM (${union((w) => [`DISTINCT ${w} AS w`, `${unitText(unit)} AS unit`])})`,
    );
    made.push("drift_units");
    const counted = await database.rows<{ w: number; n: number }>(
      "SELECT w, CAST(count(*) AS DOUBLE) AS n FROM drift_units GROUP BY w ORDER BY w",
    );
    units = rows.map((_, w) => Number(counted.find((row) => row.w === w)?.n ?? 0));
    groups = units.map((n) => Math.min(n, mostGroups));
    const plain = columns.map((_, i) => `c${i}`);
    relation = `(SELECT r.w, k.u, ${plain.join(", ")}
      FROM (${union((w) => [`${w} AS w`, `${unitText(unit)} AS unit`, ...values])}) r
      JOIN drift_units k ON r.w = k.w AND r.unit = k.unit)`;
  }
  if (rows.reduce((a, b) => a + b, 0) <= rowsKept) {
    await database.run(`CREATE OR REPLACE TEMP TABLE drift_rows AS SELECT * FROM ${relation}`);
    made.push("drift_rows");
    relation = "drift_rows";
  }
  return {
    relation,
    rows,
    units,
    groups,
    close: async () => {
      for (const table of made) await database.run(`DROP TABLE IF EXISTS ${table}`);
    },
  };
}
