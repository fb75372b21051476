import type { Database } from "../engine/database.js";
import type { BinnedColumn } from "./bin-counts.js";
import { binsFromReference } from "./bins.js";
import { countCategories } from "./categories.js";
import type { ColumnScale } from "./column-scales.js";
import { cumulativeDistance, type CumulativeDistance } from "./distances.js";
import { countDistinctValues } from "./distinct-values.js";
import { binsFromCells, binsFromEntries, binsInSql, numericLabels } from "./numeric-bins.js";
import type { WindowRows } from "./rows.js";
import { countGrid } from "./value-grid.js";

/** Every distinct value is counted up to this many rows in all windows together, and a fine grid above. */
export const exactRows = 500_000;
/** A column with fewer distinct values than this is counted by unit in the same pass. */
const fewValues = 100;

/** A column's sufficient statistics for all windows: nothing else leaves SQL. */
export interface ColumnCounts extends BinnedColumn {
  /** By current window (the first is window 1); null for categories. */
  distances: (CumulativeDistance & { exact: boolean })[] | null;
  /** By window. */
  newCategories: { value: string; count: number }[][];
  vanishedCategories: string[][];
}

const areFew = ({ rows }: WindowRows): boolean => rows.reduce((a, b) => a + b, 0) <= exactRows;

/** False where every distinct value is counted once, whatever it is. */
export const needsScales = (rows: WindowRows): boolean => !(rows.rowsAreUnits && areFew(rows));

/** Counts a text column. */
export async function measureCategories(database: Database, rows: WindowRows, column: string): Promise<ColumnCounts> {
  return { ...(await countCategories(database, rows, column)), distances: null };
}

/**
 * Counts a numeric column in bins of the reference, and measures the distances of its cumulative distributions.
 *
 * @param scale where its values lie; not needed where `needsScales` says so.
 */
export async function measureNumbers(
  database: Database,
  rows: WindowRows,
  column: string,
  scale: ColumnScale = { center: 0, scale: 1, distinct: Number.POSITIVE_INFINITY },
): Promise<ColumnCounts> {
  const windows = rows.rows.length;
  const byUnit = !rows.rowsAreUnits && scale.distinct < fewValues;
  const counted = areFew(rows) ? await countDistinctValues(database, rows, column, byUnit) : null;
  const values = counted?.values ?? (await countGrid(database, rows.relation, column, scale, windows));
  const bins = binsFromReference(values.cells);
  const none = rows.rows.map(() => []);
  return {
    labels: numericLabels(bins),
    windows: rows.rowsAreUnits
      ? binsFromCells(values, bins, rows)
      : counted && byUnit
        ? binsFromEntries(counted.entries, values, bins, rows)
        : await binsInSql(database, rows, column, bins),
    distances: rows.rows.slice(1).map((_, i) => ({ ...cumulativeDistance(values.cells, i + 1), exact: values.exact })),
    newCategories: none,
    vanishedCategories: none,
  };
}
