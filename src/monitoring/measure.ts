import { AssayError } from "../lib/errors.js";
import type { Database } from "../engine/database.js";
import { benjaminiHochberg } from "../stats/multiplicity.js";
import { columnDrift } from "./column-drift.js";
import { ReferenceDraws, type EffectOptions } from "./effect.js";
import { measureCategories, measureNumbers, referenceRanges } from "./measure-column.js";
import { windowRows } from "./rows.js";
import type { ColumnDrift, DriftColumn, DriftMeasurement, DriftSource } from "./types.js";

/** One side: where its rows are, and what is known of it. */
export interface DriftRows extends Omit<DriftSource, "rows"> {
  /** What follows FROM: a quoted table name, or a query in parentheses. */
  relation: string;
}

export interface MeasureOptions extends EffectOptions {
  columns: readonly DriftColumn[];
  /** Column whose values are independent (a day, a customer); rows where it is not given. */
  unit?: string;
  /** Stops between columns. */
  signal?: AbortSignal;
  onColumn?: (done: number, total: number) => void;
}

/** p-values of the columns that may alarm, adjusted together; context is shown with its own. */
function adjust(columns: ColumnDrift[]): ColumnDrift[] {
  const tested = columns.filter(({ role, test }) => role !== "context" && Number.isFinite(test.pValue));
  const adjusted = benjaminiHochberg(tested.map(({ test }) => test.pValue));
  return columns.map((column) => {
    const place = tested.indexOf(column);
    return place < 0 ? column : { ...column, test: { ...column.test, adjustedPValue: adjusted[place]! } };
  });
}

const sourceOf = ({ source, from, to, sha256 }: DriftRows, rows: number): DriftSource => ({
  source,
  rows,
  from,
  to,
  sha256,
});

/**
 * Measures several current windows against one reference, column by column; the table is read once per column for all
 * windows. See `measureDrift`.
 */
export async function measureWindows(
  database: Database,
  {
    reference,
    windows,
    columns,
    unit,
    level,
    seed,
    resamples,
    signal,
    onColumn,
  }: MeasureOptions & {
    reference: DriftRows;
    windows: readonly DriftRows[];
  },
): Promise<DriftMeasurement[]> {
  if (!(level > 0 && level < 1)) throw new RangeError(`measureDrift: level must lie between 0 and 1, got ${level}`);
  if (!(Number.isInteger(resamples) && resamples >= 50))
    throw new RangeError(`measureDrift: resamples must be a whole number of at least 50, got ${resamples}`);
  if (columns.length === 0)
    throw new AssayError("no columns to compare", { code: "no-columns", hint: "name columns that both sides have" });
  const rows = await windowRows(
    database,
    [reference, ...windows].map(({ relation }) => relation),
    columns,
    unit,
  );
  try {
    const rowsAreUnits = unit === undefined;
    const numeric = columns.flatMap(({ type }, i) => (type === "numeric" ? [`c${i}`] : []));
    const ranges = await referenceRanges(database, rows.relation, numeric);
    const measured: ColumnDrift[][] = windows.map(() => []);
    const chance: number[][][] = windows.map(() => []);
    for (const [i, column] of columns.entries()) {
      signal?.throwIfAborted();
      const counts =
        column.type === "numeric"
          ? await measureNumbers(database, rows, `c${i}`, ranges[numeric.indexOf(`c${i}`)]!, rowsAreUnits)
          : await measureCategories(database, rows, `c${i}`, rowsAreUnits);
      const draws = new ReferenceDraws(counts.windows[0]!, { level, seed, resamples });
      for (let w = 0; w < windows.length; w++) {
        const { chance: lowerBounds, ...effect } = draws.against(counts.windows[w + 1]!);
        measured[w]!.push(columnDrift(column, counts, w + 1, effect));
        chance[w]!.push(lowerBounds);
      }
      onColumn?.(i + 1, columns.length);
    }
    return windows.map((window, w) => ({
      reference: sourceOf(reference, rows.rows[0]!),
      current: sourceOf(window, rows.rows[w + 1]!),
      units: { name: unit ?? "row", reference: rows.units[0]!, current: rows.units[w + 1]! },
      level,
      columns: adjust(measured[w]!),
      chance: { windows: chance[w]!.reduce((most, { length }) => Math.max(most, length), 0), lowerBounds: chance[w]! },
    }));
  } finally {
    await rows.close();
  }
}

/**
 * Measures how far a current table has moved from a reference, column by column. Only counts, sums and extremes leave
 * SQL, so it works at any number of rows.
 *
 * Bins come from the reference alone: about ten with equally many rows, values that hold much of it in bins of their
 * own, and bins for missing values, values that are not finite, and categories that the reference does not have.
 * The effect is PSI with the bias of small samples removed and a bootstrap interval over units; the test is
 * Kolmogorov–Smirnov (exact up to 100,000 rows a side) or chi-square of homogeneity, adjusted over columns by
 * Benjamini and Hochberg.
 *
 * @param options.level coverage of the intervals, such as 0.95.
 * @param options.resamples bootstrap draws, at least 50; 400 is plenty.
 * @throws AssayError `no-columns`; RangeError for a level or number of draws that makes no sense.
 * @example await measureDrift(database, { reference, current, columns, level: 0.95, seed: 1, resamples: 400 })
 */
export async function measureDrift(
  database: Database,
  { reference, current, ...options }: MeasureOptions & { reference: DriftRows; current: DriftRows },
): Promise<DriftMeasurement> {
  const [measurement] = await measureWindows(database, { reference, windows: [current], ...options });
  return measurement!;
}
