import { readNumbers } from "../engine/columns.js";
import type { Database } from "../engine/database.js";
import {
  emptyCounts,
  fillCounts,
  missingLabel,
  named,
  notFiniteLabel,
  otherValuesLabel,
  type BinLabel,
} from "./bin-counts.js";
import { binOfCells, type NumericBin } from "./bins.js";
import type { ValueCounts } from "./cells.js";
import type { CellEntries } from "./distinct-values.js";
import { number } from "./numbers-in-sql.js";
import type { UnitCounts } from "./resample.js";
import type { WindowRows } from "./rows.js";

/** Labels of a numeric column's bins: after them other values, values that are not finite, and missing ones. */
export const numericLabels = (bins: readonly NumericBin[]): BinLabel[] => [
  ...bins.map(({ lower, upper, atom }): BinLabel =>
    atom === null ? { lower, upper, value: null } : { lower: atom, upper: atom, value: String(atom) },
  ),
  ...[otherValuesLabel, notFiniteLabel, missingLabel].map(named),
];

/** Counts by bin from counts by cell, where rows are units. */
export function binsFromCells(
  { cells, notFinite, missing }: ValueCounts,
  bins: readonly NumericBin[],
  rows: WindowRows,
): UnitCounts[] {
  const windows = emptyCounts(rows, bins.length + 3);
  const found = binOfCells(cells, bins);
  windows.forEach(({ counts }, w) => {
    const { cell, n } = cells.windows[w]!;
    for (let i = 0; i < n.length; i++) counts[found[cell[i]!]!]! += n[i]!;
    counts[bins.length + 1] = notFinite[w]!;
    counts[bins.length + 2] = missing[w]!;
  });
  return windows;
}

/** Counts by bin and unit from counts by cell and unit. */
export function binsFromEntries(
  { window, unit, cell, n }: CellEntries,
  { cells }: ValueCounts,
  bins: readonly NumericBin[],
  rows: WindowRows,
): UnitCounts[] {
  const width = bins.length + 3;
  const windows = emptyCounts(rows, width);
  const found = binOfCells(cells, bins);
  for (let i = 0; i < n.length; i++) {
    const at = cell[i]!;
    const bin = at < cells.length ? found[at]! : bins.length + 1 + at - cells.length;
    windows[window[i]!]!.counts[unit[i]! * width + bin]! += n[i]!;
  }
  return windows;
}

/** The bins as steps, from below: each branch ends where the next bin begins. */
function branches(bins: readonly NumericBin[]): string[] {
  const other = bins.length;
  const steps: string[] = [];
  let reached: number | null = null;
  bins.forEach(({ lower, upper, atom }, i) => {
    const from = atom ?? lower;
    if (from !== null && from !== reached) steps.push(`WHEN x < ${number(from)} THEN ${other}`);
    if (atom !== null) steps.push(`WHEN x <= ${number(atom)} THEN ${i}`);
    else if (upper !== null) steps.push(`WHEN x < ${number(upper)} THEN ${i}`);
    else steps.push(`WHEN x < CAST('Infinity' AS DOUBLE) THEN ${i}`);
    reached = atom ?? upper;
  });
  return [
    `WHEN x <= CAST('-Infinity' AS DOUBLE) THEN ${other + 1}`,
    ...steps,
    `WHEN x < CAST('Infinity' AS DOUBLE) THEN ${other}`,
  ];
}

/** Counts by bin and unit, in one pass of SQL. */
export async function binsInSql(
  database: Database,
  rows: WindowRows,
  column: string,
  bins: readonly NumericBin[],
): Promise<UnitCounts[]> {
  const width = bins.length + 3;
  const windows = emptyCounts(rows, width);
  const bin = `CASE ${branches(bins).join(" ")} WHEN x IS NULL THEN ${bins.length + 2} ELSE ${bins.length + 1} END`;
  const numbers = await readNumbers(
    database,
    { w: "w", u: "u", bin: "bin", n: "n" },
    `(SELECT w, u, bin, count(*) AS n FROM (SELECT w, u, ${bin} AS bin FROM (SELECT w, u, ${column} AS x FROM ${rows.relation}))
      GROUP BY w, u, bin ORDER BY w, u, bin)`,
  );
  fillCounts(windows, numbers);
  return windows;
}
