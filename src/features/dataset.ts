import type { SplitName } from "../projects/types.js";

export interface NumericColumn {
  name: string;
  kind: "numeric";
  /** NaN where missing. */
  values: Float64Array;
}

export interface CategoricalColumn {
  name: string;
  kind: "categorical";
  /** Index into `categories`; −1 where missing. */
  codes: Int32Array;
  categories: readonly string[];
}

export type Column = NumericColumn | CategoricalColumn;

/** A table of features, by column. Learners take it as it is and encode it themselves. */
export interface Dataset {
  rows: number;
  columns: readonly Column[];
}

/** What is to be predicted. Classes are in order; with two, the second is the positive one. */
export type Target =
  | { task: "regression"; values: Float64Array }
  | { task: "classification"; codes: Int32Array; classes: readonly string[] };

/** The feature table of a project: one row per case, in the order of time where there is one, else of id. */
export interface FeatureTable {
  rows: number;
  id: readonly string[];
  target: Target;
  /** Milliseconds since 1970 UTC; null where the project has no time. */
  time: Float64Array | null;
  /** Index of each row's independent unit into `units`; every row its own where the project names none. */
  unit: Int32Array;
  units: readonly string[];
  split: readonly SplitName[];
  dataset: Dataset;
  segments: readonly CategoricalColumn[];
}

/** `values[index[k]]` for every k: a plain loop, many times faster than `from` with a function. */
function pick<T extends Float64Array | Int32Array>(values: T, index: Int32Array, into: T): T {
  for (let k = 0; k < index.length; k++) into[k] = values[index[k]!]!;
  return into;
}

const pickNumbers = (values: Float64Array, index: Int32Array): Float64Array =>
  pick(values, index, new Float64Array(index.length));

const pickCodes = (codes: Int32Array, index: Int32Array): Int32Array =>
  pick(codes, index, new Int32Array(index.length));

/** The rows of a column at `index`, in that order. */
export function takeColumn<C extends Column>(column: C, index: Int32Array): C {
  return column.kind === "numeric"
    ? { ...column, values: pickNumbers(column.values, index) }
    : { ...column, codes: pickCodes(column.codes, index) };
}

/** The rows of a dataset at `index`, in that order. */
export function takeRows(dataset: Dataset, index: Int32Array): Dataset {
  return { rows: index.length, columns: dataset.columns.map((column) => takeColumn(column, index)) };
}

/** The rows of a target at `index`, in that order. */
export function takeTarget(target: Target, index: Int32Array): Target {
  return target.task === "regression"
    ? { task: "regression", values: pickNumbers(target.values, index) }
    : { ...target, codes: pickCodes(target.codes, index) };
}
