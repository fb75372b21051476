import type { CategoricalColumn } from "../features/dataset.js";
import type { Estimate } from "../stats/estimate.js";
import { unitMean } from "./unit-mean.js";

/** Segments with fewer rows say nothing about anybody. */
const minimumRows = 30;
/** Values shown per column, the largest first. */
const maxValues = 12;

/** The rows of each value of a column, largest first; missing values are left out. */
export function rowsOfSegments({ codes, categories }: CategoricalColumn): { value: string; rows: Int32Array }[] {
  const rows = categories.map((): number[] => []);
  codes.forEach((code, row) => rows[code]?.push(row));
  return rows
    .map((index, code) => ({ value: categories[code]!, rows: Int32Array.from(index) }))
    .filter((segment) => segment.rows.length > 0)
    .sort((a, b) => b.rows.length - a.rows.length || a.value.localeCompare(b.value));
}

/** The mean gain within each segment of at least 30 rows, with an interval over units (`unit-mean`). */
export function gainBySegment(
  gain: Float64Array,
  unit: Int32Array,
  segments: readonly CategoricalColumn[],
  level: number,
): { column: string; value: string; gain: Estimate }[] {
  return segments.flatMap((column) =>
    rowsOfSegments(column)
      .filter(({ rows }) => rows.length >= minimumRows)
      .slice(0, maxValues)
      .map(({ value, rows }) => ({ column: column.name, value, gain: unitMean(gain, unit, level, rows) })),
  );
}
