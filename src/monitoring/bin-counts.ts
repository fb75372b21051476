import type { UnitCounts } from "./resample.js";
import type { WindowRows } from "./rows.js";

/** Labels of the bins that are no stretch of values; a category of the same name cannot be mistaken: they are pooled apart. */
export const missingLabel = "(missing)";
export const notFiniteLabel = "(not a finite number)";
export const otherValuesLabel = "(other values)";
export const otherCategoriesLabel = "(other)";
export const newCategoriesLabel = "(new)";

export interface BinLabel {
  lower: number | null;
  upper: number | null;
  value: string | null;
}

/** A column's counts by bin and unit for each window, the reference first. */
export interface BinnedColumn {
  labels: BinLabel[];
  windows: UnitCounts[];
}

/** Counts of nothing, to be filled. */
export const emptyCounts = ({ groups, rowsAreUnits }: WindowRows, width: number): UnitCounts[] =>
  groups.map((units) => ({ units, width, rowsAreUnits, counts: new Float64Array(units * width) }));

/** A bin that has a name only. */
export const named = (value: string): BinLabel => ({ lower: null, upper: null, value });

/** Fills counts from columns `w`, `u`, `bin` and `n` of one length. */
export function fillCounts(windows: readonly UnitCounts[], columns: Record<string, Float64Array>): void {
  const [w, u, bin, n] = [columns["w"]!, columns["u"]!, columns["bin"]!, columns["n"]!];
  for (let i = 0; i < n.length; i++) {
    const { counts, width } = windows[w[i]!]!;
    counts[u[i]! * width + bin[i]!] = n[i]!;
  }
}
