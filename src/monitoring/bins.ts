/** Counts of one stretch of a numeric column; `lower` = `upper` where it holds a single value. */
export interface Cell {
  /** Smallest and largest value that any row of the cell has. */
  lower: number;
  upper: number;
  /** Rows by window: the reference first. */
  counts: number[];
}

/** A bin of a numeric column: a single value (atom), or `[lower, upper)`; null is unbounded. */
export interface NumericBin {
  lower: number | null;
  upper: number | null;
  atom: number | null;
}

interface Run {
  cells: Cell[];
  mass: number;
}

const wantedBins = 10;
const smallestBin = 5;
/** A short stretch beside a common value is cut into up to this many bins, of at least a fiftieth of the rows each. */
const partsBesideAtoms = 3;

/** Cuts a run of cells into about equal parts; returns the values at which a new part starts. */
function cuts({ cells, mass }: Run, parts: number): number[] {
  const starts: number[] = [];
  let before = 0;
  for (const cell of cells) {
    const share = (before / mass) * parts;
    if (before > 0 && share >= starts.length + 1 - 1e-9) starts.push(cell.lower);
    before += cell.counts[0]!;
  }
  return starts;
}

/**
 * Bins from the reference alone: about ten that hold equally many of its rows, each at least five. A value that holds
 * half a bin's rows or more is a bin of its own, so that a change around it cannot hide. Stretches between such
 * values where the reference has next to nothing are left out; what falls there is counted as "other values".
 *
 * @param cells in order of value, reference counts first; only finite values.
 * @returns disjoint bins in order; empty where the reference has no finite value.
 */
export function binsFromReference(cells: readonly Cell[]): NumericBin[] {
  const held = cells.filter((cell) => cell.counts[0]! > 0);
  const total = held.reduce((sum, cell) => sum + cell.counts[0]!, 0);
  if (total === 0) return [];
  const target = Math.max(total / wantedBins, smallestBin);
  const bins: NumericBin[] = [];
  let run: Run = { cells: [], mass: 0 };
  let after: number | null = null;
  const close = (next: number | null): void => {
    if (run.mass >= total / 100 && run.cells.length > 0) {
      const fine = Math.min(partsBesideAtoms, Math.floor(run.mass / Math.max(total / 50, smallestBin)));
      const starts = cuts(run, Math.max(1, fine, Math.round(run.mass / target)));
      const edges = [after, ...starts, next];
      for (let i = 0; i + 1 < edges.length; i++) bins.push({ lower: edges[i]!, upper: edges[i + 1]!, atom: null });
    }
    run = { cells: [], mass: 0 };
  };
  for (const cell of held) {
    if (cell.lower === cell.upper && cell.counts[0]! >= target / 2) {
      close(cell.lower);
      bins.push({ lower: null, upper: null, atom: cell.lower });
      after = cell.lower;
    } else {
      run.cells.push(cell);
      run.mass += cell.counts[0]!;
    }
  }
  close(null);
  return bins;
}
