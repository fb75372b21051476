import { AssayError } from "../lib/errors.js";
import type { Database } from "../engine/database.js";
import { benjaminiHochberg } from "../stats/multiplicity.js";
import { columnDrift } from "./column-drift.js";
import { columnScales } from "./column-scales.js";
import { domainClassifier, type MultivariateDrift } from "./domain-classifier.js";
import { ReferenceDraws, type EffectOptions } from "./effect.js";
import { measureCategories, measureNumbers, needsScales, type ColumnCounts } from "./measure-column.js";
import { UnitDraws } from "./resample.js";
import { windowRows, type WindowPart } from "./rows.js";
import type { ColumnDrift, DriftColumn, DriftMeasurement, DriftSource } from "./types.js";

/** What is known of a side before its rows are counted. */
export type KnownSource = Omit<DriftSource, "rows">;

/** One side: where its rows are, and what is known of it. */
export interface DriftRows extends KnownSource {
  /** What follows FROM: a quoted table name, or a query in parentheses. */
  relation: string;
}

export interface MeasureOptions extends EffectOptions {
  columns: readonly DriftColumn[];
  /** Column whose values are independent (a day, a customer); rows where it is not given. */
  unit?: string;
  /** Rows drawn from each side at most to look at all features at once; 0, which does not look, by default. */
  jointRows?: number;
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

const sourceOf = ({ source, from, to, sha256 }: KnownSource, rows: number): DriftSource => ({
  source,
  rows,
  from,
  to,
  sha256,
});

/**
 * Measures several current windows against one reference, column by column; each column is read once or twice for all
 * windows. See `measureDrift`.
 *
 * @param options.parts where the rows are, and to which window each belongs.
 */
export async function measureWindows(
  database: Database,
  {
    parts,
    reference,
    windows,
    columns,
    unit,
    level,
    seed,
    resamples,
    limits,
    jointRows = 0,
    signal,
    onColumn,
  }: MeasureOptions & {
    parts: readonly WindowPart[];
    reference: KnownSource;
    windows: readonly KnownSource[];
  },
): Promise<DriftMeasurement[]> {
  if (!(level > 0 && level < 1)) throw new RangeError(`measureDrift: level must lie between 0 and 1, got ${level}`);
  if (!(Number.isInteger(resamples) && resamples >= 50))
    throw new RangeError(`measureDrift: resamples must be a whole number of at least 50, got ${resamples}`);
  if (columns.length === 0)
    throw new AssayError("no columns to compare", { code: "no-columns", hint: "name columns that both sides have" });
  const rows = await windowRows(database, parts, windows.length + 1, columns, unit);
  let pending: Promise<unknown> = Promise.resolve();
  try {
    const numeric = columns.flatMap(({ type }, i) => (type === "numeric" ? [`c${i}`] : []));
    const scales = needsScales(rows) ? await columnScales(database, rows.relation, numeric) : [];
    const draws = new UnitDraws(seed);
    // A window as large as the current one, in groups of the reference's units.
    const sizes = rows.units.map((units) => Math.max(1, Math.round((units * rows.groups[0]!) / (rows.units[0]! || 1))));
    const measured: ColumnDrift[][] = windows.map(() => []);
    const chance: number[][][] = windows.map(() => []);
    const ownLimits: number[][] = windows.map(() => []);
    const count = (i: number): Promise<ColumnCounts> =>
      columns[i]!.type === "numeric"
        ? measureNumbers(database, rows, `c${i}`, scales[numeric.indexOf(`c${i}`)])
        : measureCategories(database, rows, `c${i}`);
    // SQL counts the next column while this one is resampled.
    let ahead = count(0);
    for (const [i, column] of columns.entries()) {
      const counts = await ahead;
      signal?.throwIfAborted();
      if (i + 1 < columns.length) ahead = count(i + 1);
      pending = ahead;
      const against = new ReferenceDraws(counts.windows[0]!, { level, seed, resamples, limits }, draws);
      for (let w = 0; w < windows.length; w++) {
        const { chance: lowerBounds, limit, ...effect } = against.against(counts.windows[w + 1]!, sizes[w + 1]!);
        measured[w]!.push(columnDrift(column, counts, w + 1, effect));
        chance[w]!.push(lowerBounds);
        ownLimits[w]!.push(limit);
      }
      onColumn?.(i + 1, columns.length);
    }
    const multivariate: (MultivariateDrift | null)[] = [];
    for (const w of windows.keys())
      multivariate.push(
        jointRows > 0
          ? await domainClassifier(database, rows, columns, w + 1, { rows: jointRows, level, seed, signal })
          : null,
      );
    return windows.map((window, w) => ({
      reference: sourceOf(reference, rows.rows[0]!),
      current: sourceOf(window, rows.rows[w + 1]!),
      units: { name: unit ?? "row", reference: rows.units[0]!, current: rows.units[w + 1]! },
      level,
      columns: adjust(measured[w]!),
      multivariate: multivariate[w]!,
      chance: { windows: chance[w]!.reduce((most, { length }) => Math.max(most, length), 0), lowerBounds: chance[w]! },
      limits: limits ? ownLimits[w]! : null,
    }));
  } finally {
    await pending.catch(() => undefined);
    await rows.close();
  }
}

/**
 * Measures how far a current table has moved from a reference, column by column. Only counts, sums and extremes leave
 * SQL, so it works at any number of rows.
 *
 * Bins come from the reference alone: about ten with equally many rows, values that hold much of it in bins of their
 * own, and bins for missing values, values that are not finite, and categories that the reference does not have.
 * The effect is PSI with the bias of small samples removed and a bootstrap interval over units. The test is
 * Kolmogorov–Smirnov or chi-square of homogeneity, adjusted over columns by Benjamini and Hochberg. Up to 500,000 rows
 * in all every distinct value is counted; above, D comes from a fine grid and is known to 1/200 (`exact: false`).
 *
 * @param options.level coverage of the intervals, such as 0.95.
 * @param options.resamples bootstrap draws, at least 50; 400 is plenty.
 * @param options.jointRows see `domainClassifier`; 5,000 tell an area of 0.52 from 0.5.
 * @throws AssayError `no-columns`; RangeError for a level or number of draws that makes no sense.
 * @example await measureDrift(database, { reference, current, columns, level: 0.95, seed: 1, resamples: 400, jointRows: 5000 })
 */
export async function measureDrift(
  database: Database,
  { reference, current, ...options }: MeasureOptions & { reference: DriftRows; current: DriftRows },
): Promise<DriftMeasurement> {
  const parts = [reference, current].map(({ relation }, w) => ({ relation, window: String(w) }));
  const [measurement] = await measureWindows(database, { parts, reference, windows: [current], ...options });
  return measurement!;
}
