/**
 * Counts of a numeric column by stretches of value, in order: one cell a distinct value where all were counted, or a
 * fine grid. Struct of arrays, since a column may have 100,000 cells.
 */
export interface Cells {
  length: number;
  /** Smallest and largest value of the cell's rows: the reference's where it has some there, else anyone's. */
  lower: Float64Array;
  upper: Float64Array;
  /** 1 where all rows of all windows in the cell share one value. */
  single: Uint8Array;
  /** By window, the reference first: rows per cell. */
  counts: Float64Array[];
}

/** All that is known of a numeric column: finite values by cell, the rest by window. */
export interface ValueCounts {
  cells: Cells;
  /** True where each cell holds a single value: nothing was rounded. */
  exact: boolean;
  /** NaN and infinities, by window. */
  notFinite: Float64Array;
  missing: Float64Array;
}

export function emptyCells(length: number, windows: number): Cells {
  return {
    length,
    lower: new Float64Array(length),
    upper: new Float64Array(length),
    single: new Uint8Array(length).fill(1),
    counts: Array.from({ length: windows }, () => new Float64Array(length)),
  };
}

export const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};
