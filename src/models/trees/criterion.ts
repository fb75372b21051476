/** A node of a tree being grown, as far as splitting it depends on it. */
export interface NodeState {
  /** Sums over its rows: of gradients and hessians; or of the weight of each class. */
  sums: Float64Array;
  /** What its leaves may say at least, and at most: monotone constraints above it set these. */
  lower: number;
  upper: number;
}

/** Bins of a feature in an order, to be cut in two. */
export interface CutSearch {
  histogram: Float64Array;
  feature: number;
  ordered: Int32Array;
  /** Cuts to try leave so many bins left: from `first` to `last`. */
  first: number;
  last: number;
  node: NodeState;
  /** Bin 0 is not in the order and holds something: it goes to the better side. */
  missing: boolean;
  /** The bins are many categories in the order of their own gradients. */
  sorted: boolean;
}

export interface Cut {
  gain: number;
  /** So many bins of the order are left. */
  count: number;
  missingLeft: boolean;
  leftSums: Float64Array;
}

/** What a split is good for. */
export interface Criterion {
  /** The best cut, or null where none gains and leaves enough on both sides. */
  best(search: CutSearch): Cut | null;
  /** What a bin weighs in a node; at most a rounding error where it is empty. */
  weight(histogram: Float64Array, feature: number, bin: number): number;
  /** What categories are sorted by. */
  rank(histogram: Float64Array, feature: number, bin: number, node: NodeState): number;
}

/** Sums at or below this are rounding left by subtraction. */
export const trace = 1e-9;
