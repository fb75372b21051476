import { sum, type Cells } from "./cells.js";

/** A bin of a numeric column: a single value (atom), or `[lower, upper)` without atoms; null is unbounded. */
export interface NumericBin {
  lower: number | null;
  upper: number | null;
  atom: number | null;
}

interface Stretch {
  /** Indices of cells. */
  cells: number[];
  mass: number;
}

const wantedBins = 10;
const smallestBin = 5;
/** A short stretch beside a common value is cut into up to this many bins, of at least a fiftieth of the rows each. */
const partsBesideAtoms = 3;

/** Cuts a stretch of cells into about equal parts; returns the values at which a new part starts. */
function cuts({ cells, mass }: Stretch, { lower, reference }: Cells, parts: number): number[] {
  const starts: number[] = [];
  let before = 0;
  for (const cell of cells) {
    const share = (before / mass) * parts;
    if (before > 0 && share >= starts.length + 1 - 1e-9) starts.push(lower[cell]!);
    before += reference[cell]!;
  }
  return starts;
}

/**
 * Bins from the reference alone: about ten that hold equally many of its rows, each at least five. A value that holds
 * half a bin's rows or more is a bin of its own, so that a change around it cannot hide. Stretches between such
 * values where the reference has next to nothing are left out; what falls there is counted as "other values".
 *
 * @returns disjoint bins in order; empty where the reference has no finite value.
 */
export function binsFromReference(cells: Cells): NumericBin[] {
  const held = cells.reference;
  const total = sum(held);
  if (total === 0) return [];
  const target = Math.max(total / wantedBins, smallestBin);
  const bins: NumericBin[] = [];
  let stretch: Stretch = { cells: [], mass: 0 };
  let after: number | null = null;
  const close = (next: number | null): void => {
    const { mass } = stretch;
    if (mass >= total / 100 && mass > 0) {
      const fine = Math.min(partsBesideAtoms, Math.floor(mass / Math.max(total / 50, smallestBin)));
      const starts = cuts(stretch, cells, Math.max(1, fine, Math.round(mass / target)));
      const edges = [after, ...starts, next];
      for (let i = 0; i + 1 < edges.length; i++) bins.push({ lower: edges[i]!, upper: edges[i + 1]!, atom: null });
    }
    stretch = { cells: [], mass: 0 };
  };
  for (let cell = 0; cell < cells.length; cell++) {
    if (held[cell] === 0) continue;
    if (cells.single[cell] && held[cell]! >= target / 2) {
      close(cells.lower[cell]!);
      bins.push({ lower: null, upper: null, atom: cells.lower[cell]! });
      after = cells.lower[cell]!;
    } else {
      stretch.cells.push(cell);
      stretch.mass += held[cell]!;
    }
  }
  close(null);
  return bins;
}

/**
 * The bin of each cell, `bins.length` where none holds it. A cell lies in the bin that holds its smallest value; the
 * edges of bins are smallest values of cells, so no cell lies in two.
 *
 * @param bins as `binsFromReference` gives them, in order.
 */
export function binOfCells(cells: Cells, bins: readonly NumericBin[]): Int32Array {
  const atoms = new Map(bins.flatMap(({ atom }, i) => (atom === null ? [] : [[atom, i] as const])));
  const stretches = bins.map((bin, i) => ({ ...bin, i })).filter(({ atom }) => atom === null);
  const found = new Int32Array(cells.length);
  let next = 0;
  for (let cell = 0; cell < cells.length; cell++) {
    const x = cells.lower[cell]!;
    while (next < stretches.length && stretches[next]!.upper !== null && x >= stretches[next]!.upper!) next++;
    const stretch = stretches[next];
    const inside = stretch && (stretch.lower === null || x >= stretch.lower);
    found[cell] = (cells.single[cell] ? atoms.get(x) : undefined) ?? (inside ? stretch.i : bins.length);
  }
  return found;
}
