import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import type { DriftColumn } from "./types.js";

/** Units of one window beyond this many are gathered into this many groups, which keeps what varies between them. */
const mostGroups = 400;
/** Up to this many rows of tables are copied once, where finding each row's unit again would cost more. */
const rowsKept = 2_000_000;

/** Rows of one or more windows. */
export interface WindowPart {
  /** What follows FROM: a table's quoted name, or a query in parentheses, which is run once or twice. */
  relation: string;
  /** The same rows without what only columns need, where that is cheaper; `relation` by default. */
  bare?: string;
  /** SQL that gives the number of the row's window: 0 the reference, 1 and up the current ones. */
  window: string;
}

/** All windows as one relation: `w` (window, 0 the reference), `u` (group of units), `c0`, `c1`, … */
export interface WindowRows {
  relation: string;
  /** Rows by window. */
  rows: number[];
  /** Independent units by window; rows where none is named. */
  units: number[];
  /** Groups that `u` counts from 0, by window; 1 where rows are units. */
  groups: number[];
  /** True where no unit is named, or none has two rows in a window: then there is no `u`. */
  rowsAreUnits: boolean;
  /** Drops what was made. */
  close(): Promise<void>;
}

const unitText = (unit: string): string => `COALESCE(CAST(${identifier(unit)} AS VARCHAR), '')`;

/** The value of a column: text for categories, DOUBLE for numbers. */
const valueOf = ({ name, type, expression }: DriftColumn): string =>
  `CAST(${expression ?? identifier(name)} AS ${type === "numeric" ? "DOUBLE" : "VARCHAR"})`;

/**
 * Puts the windows one under the other.
 *
 * @param windows how many there are, the reference included.
 * @param unit column whose values are independent; rows are where it is not given.
 */
export async function windowRows(
  database: Database,
  parts: readonly WindowPart[],
  windows: number,
  columns: readonly DriftColumn[],
  unit?: string,
): Promise<WindowRows> {
  const select = (values: readonly string[], bare = false): string =>
    parts
      .map(
        (part) =>
          `SELECT ${[`CAST(${part.window} AS SMALLINT) AS w`, ...values].join(", ")} FROM ${(bare ? part.bare : undefined) ?? part.relation}`,
      )
      .join(" UNION ALL ");
  const values = columns.map((column, i) => `${valueOf(column)} AS c${i}`);
  const made: string[] = [];
  const make = async (table: string, query: string): Promise<void> => {
    await database.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${query}`);
    made.push(table);
  };
  const byWindow = async (table: string, count: string): Promise<number[]> => {
    const found = await database.rows<{ w: number; n: number }>(
      `SELECT w, CAST(${count} AS DOUBLE) AS n FROM ${table} GROUP BY w ORDER BY w`,
    );
    return Array.from({ length: windows }, (_, w) => Number(found.find((row) => row.w === w)?.n ?? 0));
  };
  if (unit !== undefined)
    await make(
      "drift_units",
      `SELECT w, unit, n, CAST(mod(row_number() OVER (PARTITION BY w ORDER BY unit) - 1, ${mostGroups}) AS INTEGER) AS u
       FROM (SELECT w, unit, count(*) AS n FROM (${select([`${unitText(unit)} AS unit`], true)}) GROUP BY w, unit)`,
    );
  const rows =
    unit === undefined ? await byWindow(`(${select([], true)})`, "count(*)") : await byWindow("drift_units", "sum(n)");
  const units = unit === undefined ? rows : await byWindow("drift_units", "count(*)");
  const rowsAreUnits = rows.every((n, w) => n === units[w]);
  let relation = `(${select(values)})`;
  if (unit !== undefined && !rowsAreUnits)
    relation = `(SELECT r.w, k.u, ${columns.map((_, i) => `r.c${i}`).join(", ")}
      FROM (${select([`${unitText(unit)} AS unit`, ...values])}) r JOIN drift_units k ON r.w = k.w AND r.unit = k.unit)`;
  const isQuery = parts.some((part) => part.relation.startsWith("("));
  if (isQuery || (!rowsAreUnits && rows.reduce((a, b) => a + b, 0) <= rowsKept)) {
    await make("drift_rows", `SELECT * FROM ${relation}`);
    relation = "drift_rows";
  }
  return {
    relation,
    rows,
    units,
    groups: rowsAreUnits ? rows.map(() => 1) : units.map((n) => Math.min(n, mostGroups)),
    rowsAreUnits,
    close: async () => {
      for (const table of made) await database.run(`DROP TABLE IF EXISTS ${table}`);
    },
  };
}
