import type { MultivariateDrift } from "./domain-classifier.js";

/** One column, reference against current, measured; no state inside. */
export interface ColumnDrift {
  name: string;
  type: "numeric" | "categorical";
  role: "feature" | "score" | "label" | "context";
  referenceRows: number;
  currentRows: number;
  referenceMissing: number;
  currentMissing: number;
  /** PSI with the bias of small samples removed, and its interval over units; NaN where a side has too little. */
  effect: { measure: "psi"; estimate: number; lower: number; upper: number };
  /** How many times wider than independent rows make them the differences are (Rao and Scott); 1 where rows are units. */
  designEffect: number;
  test: {
    name: "kolmogorov-smirnov" | "chi-square";
    statistic: number;
    pValue: number;
    adjustedPValue: number;
    /** False where the statistic comes from a grid: the true one is at most `error` larger. */
    exact: boolean;
    error: number;
  };
  measures: {
    psi: number;
    jensenShannon: number;
    totalVariation: number;
    wasserstein: number | null;
    kolmogorovSmirnov: { statistic: number; pValue: number } | null;
    chiSquare: { statistic: number; degreesOfFreedom: number; pValue: number } | null;
    /** Two-sided; U of the current side, and the chance that its value lies above one of the reference. */
    mannWhitney: { statistic: number; pValue: number; probabilityAbove: number } | null;
    /** Chi-square of homogeneity of the missing share; null where nothing is missing on either side. */
    missing: { statistic: number; degreesOfFreedom: number; pValue: number } | null;
  };
  /**
   * Current values that the reference never had: below its smallest or above its largest number, and what is no finite
   * number (text among numbers, NaN, infinities) on each side. Null for categories: see `newCategories`.
   */
  violations: { below: number; above: number; referenceNotNumbers: number; currentNotNumbers: number } | null;
  /** The one value that a side holds; null where it holds several, or none. */
  constant: { reference: string | null; current: string | null };
  newCategories: { value: string; count: number }[];
  vanishedCategories: string[];
  /** `value` for a category or an atom, `lower` and `upper` for an interval; counts. */
  bins: { lower: number | null; upper: number | null; value: string | null; reference: number; current: number }[];
}

export interface DriftSource {
  source: string;
  rows: number;
  from: string | null;
  to: string | null;
  sha256: string | null;
}

/** A column to measure. */
export interface DriftColumn {
  name: string;
  type: ColumnDrift["type"];
  role: ColumnDrift["role"];
  /** SQL that gives the value; the column itself by default. Dates become numbers here. */
  expression?: string;
}

/** Two tables measured column by column, and by all features at once. */
export interface DriftMeasurement {
  reference: DriftSource;
  current: DriftSource;
  /** Independent units on each side; rows where none is named. */
  units: { name: string; reference: number; current: number };
  /** Coverage of the intervals. */
  level: number;
  columns: ColumnDrift[];
  /** Null where it was not asked for, or there is too little to learn from. */
  multivariate: MultivariateDrift | null;
  /**
   * What chance alone does: windows as large as the current one, drawn from the reference. `lowerBounds[i][w]` is the
   * lower bound that column i shows in window w; a decision counts those over its threshold.
   */
  chance: { windows: number; lowerBounds: number[][] };
  /** By column, the PSI that one in 370 windows drawn from the reference exceeds; null where it was not asked for. */
  limits: number[] | null;
}
