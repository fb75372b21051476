import type { Database } from "../engine/database.js";
import type { BinnedColumn } from "./bin-counts.js";
import { binsFromReference } from "./bins.js";
import { countCategories } from "./categories.js";
import type { ColumnScale } from "./column-scales.js";
import { ReferenceCurve, type CumulativeDistance } from "./distances.js";
import { countDistinctValues } from "./distinct-values.js";
import { binsFromCells, binsFromEntries, binsInSql, numericLabels } from "./numeric-bins.js";
import { constantNumbers, countOutOfRange, type OutOfRange } from "./out-of-range.js";
import type { WindowRows } from "./rows.js";
import { totals } from "./resample.js";
import { countGrid } from "./value-grid.js";

/** Every distinct value is counted up to this many rows in all windows together; a fine grid is above. */
export const exactRows = 500_000;
/** And up to this many on every side, however many windows there are. */
const exactRowsASide = 100_000;
/** A column with fewer distinct values than this is counted by unit in the same pass. */
const fewValues = 100;

/** A column's sufficient statistics for all windows: nothing else leaves SQL. */
export interface ColumnCounts extends BinnedColumn {
  /** By current window (the first is window 1); null for categories. */
  distances: (CumulativeDistance & { exact: boolean })[] | null;
  /** By window; null for categories. */
  outOfRange: OutOfRange[] | null;
  /** The one value that a window holds, by window; null where it holds several, or none. */
  constant: (string | null)[];
  /** By window. */
  newCategories: { value: string; count: number }[][];
  vanishedCategories: string[][];
}

const areFew = ({ rows }: WindowRows): boolean =>
  rows.reduce((a, b) => a + b, 0) <= exactRows || rows.every((n) => n <= exactRowsASide);

/** False where every distinct value is counted once, whatever it is. */
export const needsScales = (rows: WindowRows): boolean => !(rows.rowsAreUnits && areFew(rows));

/** The one category that a window holds. */
function constantCategory(
  sums: Float64Array,
  { labels, newCategories }: Pick<ColumnCounts, "labels" | "newCategories">,
  window: number,
): string | null {
  const held = labels.flatMap((label, k) => (sums[k]! > 0 && k < labels.length - 1 ? [{ label, k }] : []));
  if (held.length !== 1) return null;
  const [{ label, k }] = held as [(typeof held)[number]];
  if (k < labels.length - 3) return label.value;
  return k === labels.length - 2 && newCategories[window]!.length === 1 ? newCategories[window]![0]!.value : null;
}

/** Counts a text column. */
export async function measureCategories(database: Database, rows: WindowRows, column: string): Promise<ColumnCounts> {
  const counts = await countCategories(database, rows, column);
  return {
    ...counts,
    distances: null,
    outOfRange: null,
    constant: counts.windows.map((window, w) => constantCategory(totals(window), counts, w)),
  };
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
  const curve = new ReferenceCurve(values.cells);
  return {
    labels: numericLabels(bins),
    windows: rows.rowsAreUnits
      ? binsFromCells(values, bins, rows)
      : counted && byUnit
        ? binsFromEntries(counted.entries, values, bins, rows)
        : await binsInSql(database, rows, column, bins),
    distances: values.cells.windows.slice(1).map((window) => ({ ...curve.against(window), exact: values.exact })),
    outOfRange: await countOutOfRange(database, rows.relation, column, values.cells),
    constant: constantNumbers(values.cells),
    newCategories: none,
    vanishedCategories: none,
  };
}
