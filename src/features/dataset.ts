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

/** The rows of a column at `index`, in that order. */
export function takeColumn<C extends Column>(column: C, index: Int32Array): C {
  if (column.kind === "numeric") return { ...column, values: Float64Array.from(index, (i) => column.values[i]!) };
  return { ...column, codes: Int32Array.from(index, (i) => column.codes[i]!) };
}

/** The rows of a dataset at `index`, in that order. */
export function takeRows(dataset: Dataset, index: Int32Array): Dataset {
  return { rows: index.length, columns: dataset.columns.map((column) => takeColumn(column, index)) };
}

/** The rows of a target at `index`, in that order. */
export function takeTarget(target: Target, index: Int32Array): Target {
  return target.task === "regression"
    ? { task: "regression", values: Float64Array.from(index, (i) => target.values[i]!) }
    : { ...target, codes: Int32Array.from(index, (i) => target.codes[i]!) };
}
