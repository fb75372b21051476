export interface HistogramBin {
  lower: number;
  upper: number;
  count: number;
}

/** What a column holds. Numbers are null where the type or the data do not define them. */
export interface ColumnProfile {
  name: string;
  /** The engine's own type: `INTEGER`, `VARCHAR`. */
  type: string;
  kind: "numeric" | "categorical" | "time" | "boolean";
  rows: number;
  missing: number;
  /** NaN and ±Infinity in a numeric column; counted apart from missing. */
  nonFinite: number;
  distinct: number;
  min: number | string | null;
  max: number | string | null;
  mean: number | null;
  standardDeviation: number | null;
  /** 5, 25, 50, 75 and 95 per cent. */
  quantiles: number[] | null;
  zeros: number | null;
  /** The commonest values, at most ten, with their counts. */
  top: { value: string; count: number }[];
  histogram: HistogramBin[] | null;
  /** In plain words: constant, all missing, an id. */
  notes: string[];
}

export interface TableProfile {
  table: string;
  rows: number;
  duplicateRows: number;
  columns: ColumnProfile[];
}

export interface SourceFile {
  table: string;
  /** Relative to the workspace, or as given by the reader; never an absolute path of the machine. */
  path: string;
  bytes: number;
  rows: number;
  sha256: string;
}
