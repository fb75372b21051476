import type { Database } from "../engine/database.js";
import { binsFromReference } from "./bins.js";
import { countCells } from "./cells.js";
import { countCategories, countNumericBins, type BinnedColumn } from "./counts.js";
import { exactDistances, gridDistance, type CumulativeDistance } from "./distances.js";
import { finite } from "./numbers-in-sql.js";
import type { WindowRows } from "./rows.js";

/** Kolmogorov–Smirnov reads every distinct value up to this many rows on both sides, and a fine grid above. */
export const exactRows = 100_000;

/** A column's sufficient statistics for all windows: nothing else leaves SQL. */
export interface ColumnCounts extends BinnedColumn {
  /** By current window (the first is window 1); null for categories. */
  distances: (CumulativeDistance & { exact: boolean })[] | null;
  /** By window. */
  newCategories: { value: string; count: number }[][];
  vanishedCategories: string[][];
}

/** Counts a text column. */
export async function measureCategories(
  database: Database,
  rows: WindowRows,
  column: string,
  rowsAreUnits: boolean,
): Promise<ColumnCounts> {
  return {
    ...(await countCategories(database, rows.relation, column, rows.groups, rowsAreUnits)),
    distances: null,
  };
}

/** Smallest and largest finite value of the reference, for many columns in one pass; null where there is none. */
export async function referenceRanges(
  database: Database,
  relation: string,
  columns: readonly string[],
): Promise<({ lower: number; upper: number } | null)[]> {
  if (columns.length === 0) return [];
  const [row] = await database.rows<Record<string, number | null>>(
    `SELECT ${columns
      .map(
        (column) =>
          `min(${column}) FILTER (WHERE ${finite(column)}) AS low_${column}, max(${column}) FILTER (WHERE ${finite(column)}) AS high_${column}`,
      )
      .join(", ")} FROM ${relation} WHERE w = 0`,
  );
  return columns.map((column) => {
    const lower = row?.[`low_${column}`];
    const upper = row?.[`high_${column}`];
    return typeof lower === "number" && typeof upper === "number" ? { lower, upper } : null;
  });
}

/** Counts a numeric column in bins of the reference, and measures the distances of its cumulative distributions. */
export async function measureNumbers(
  database: Database,
  rows: WindowRows,
  column: string,
  range: { lower: number; upper: number } | null,
  rowsAreUnits: boolean,
): Promise<ColumnCounts> {
  const windows = rows.rows.length;
  const { cells, exact } = range
    ? await countCells(database, rows.relation, column, range, windows)
    : { cells: [], exact: true };
  const few = rows.rows.every((n) => n <= exactRows);
  const distances =
    exact || !few
      ? rows.rows.slice(1).map((_, i) => ({ ...gridDistance(cells, i + 1), exact }))
      : (await exactDistances(database, rows.relation, column, windows)).map((d) => ({ ...d, exact: true }));
  const none = rows.rows.map(() => []);
  return {
    ...(await countNumericBins(database, rows.relation, column, binsFromReference(cells), rows.groups, rowsAreUnits)),
    distances,
    newCategories: none,
    vanishedCategories: none,
  };
}
