/** Rows by cell, without the cells that hold none: cells ascending. */
export interface CellCounts {
  cell: Int32Array;
  n: Float64Array;
}

/**
 * Counts of a numeric column by stretches of value, in order: one cell a distinct value where all were counted, or a
 * fine grid. Struct of arrays, since a column may have 100,000 cells; by window only the cells that it has, since there
 * may be hundreds of windows.
 */
export interface Cells {
  length: number;
  /** Smallest and largest value of the cell's rows: the reference's where it has some there, else anyone's. */
  lower: Float64Array;
  upper: Float64Array;
  /** 1 where all rows of all windows in the cell share one value. */
  single: Uint8Array;
  /** The reference's rows by cell. */
  reference: Float64Array;
  /** By window, the reference first. */
  windows: CellCounts[];
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

/** Cells without rows in them; the windows are to come. */
export const emptyCells = (length: number): Omit<Cells, "windows"> => ({
  length,
  lower: new Float64Array(length),
  upper: new Float64Array(length),
  single: new Uint8Array(length).fill(1),
  reference: new Float64Array(length),
});

/** Counts by window from entries in the order of cells; entries of one window and cell are added up. */
export function countsByWindow(
  windows: number,
  entries: { window: ArrayLike<number>; cell: ArrayLike<number>; n: ArrayLike<number>; length: number },
): CellCounts[] {
  const { window, cell, n, length } = entries;
  const sizes = new Int32Array(windows);
  const last = new Int32Array(windows).fill(-1);
  for (let i = 0; i < length; i++) {
    if (last[window[i]!] !== cell[i]) sizes[window[i]!]!++;
    last[window[i]!] = cell[i]!;
  }
  const counts = Array.from(sizes, (size) => ({ cell: new Int32Array(size), n: new Float64Array(size) }));
  const filled = new Int32Array(windows).fill(-1);
  for (let i = 0; i < length; i++) {
    const w = window[i]!;
    const of = counts[w]!;
    if (filled[w]! < 0 || of.cell[filled[w]!] !== cell[i]) of.cell[++filled[w]!] = cell[i]!;
    of.n[filled[w]!]! += n[i]!;
  }
  return counts;
}

export const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};
