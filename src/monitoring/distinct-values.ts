import { readNumbers } from "../engine/columns.js";
import type { Database } from "../engine/database.js";
import { countsByWindow, emptyCells, type ValueCounts } from "./cells.js";
import { finite } from "./numbers-in-sql.js";
import type { WindowRows } from "./rows.js";

/** Counts as they came from SQL: by window, unit and cell (after the last cell: not finite, then missing). */
export interface CellEntries {
  window: Int32Array;
  unit: Float64Array;
  cell: Int32Array;
  n: Float64Array;
}

const kinds = 3;

/**
 * Counts every distinct value of a numeric column in one pass: nothing is rounded. For tables of moderate size, since
 * as many rows leave SQL as there are distinct values.
 *
 * @param byUnit counts each value per unit too, so that bins need no second pass; for columns with few values.
 */
export async function countDistinctValues(
  database: Database,
  { relation, groups }: Pick<WindowRows, "relation" | "groups">,
  column: string,
  byUnit: boolean,
): Promise<{ values: ValueCounts; entries: CellEntries }> {
  const u = byUnit ? "u, " : "";
  const numbers = await readNumbers(
    database,
    {
      ...(byUnit ? { u: "u" } : {}),
      code: `w * ${kinds} + CASE WHEN x IS NULL THEN 2 WHEN ${finite("x")} THEN 0 ELSE 1 END`,
      x: "x",
      n: "n",
    },
    `(SELECT w, ${u}${column} AS x, count(*) AS n FROM ${relation} GROUP BY w, ${u}${column} ORDER BY x, w)`,
  );
  const code = numbers["code"]!;
  const x = numbers["x"]!;
  const n = numbers["n"]!;
  const rows = n.length;
  const windows = groups.length;
  const window = new Int32Array(rows);
  const cell = new Int32Array(rows);
  let length = 0;
  let last = Number.NaN;
  for (let i = 0; i < rows; i++) {
    const kind = code[i]! % kinds;
    window[i] = (code[i]! - kind) / kinds;
    if (kind > 0) continue;
    if (x[i] !== last) length++;
    last = x[i]!;
    cell[i] = length - 1;
  }
  const cells = emptyCells(length);
  const notFinite = new Float64Array(windows);
  const missing = new Float64Array(windows);
  let values = 0;
  const finiteEntries = { window: new Int32Array(rows), cell: new Int32Array(rows), n: new Float64Array(rows) };
  for (let i = 0; i < rows; i++) {
    const kind = code[i]! % kinds;
    if (kind > 0) {
      cell[i] = length + kind - 1;
      (kind === 1 ? notFinite : missing)[window[i]!]! += n[i]!;
      continue;
    }
    cells.lower[cell[i]!] = x[i]!;
    cells.upper[cell[i]!] = x[i]!;
    if (window[i] === 0) cells.reference[cell[i]!]! += n[i]!;
    finiteEntries.window[values] = window[i]!;
    finiteEntries.cell[values] = cell[i]!;
    finiteEntries.n[values] = n[i]!;
    values++;
  }
  return {
    values: {
      cells: { ...cells, windows: countsByWindow(windows, { ...finiteEntries, length: values }) },
      exact: true,
      notFinite,
      missing,
    },
    entries: { window, unit: numbers["u"] ?? new Float64Array(rows), cell, n },
  };
}
