/** One column, reference against current, measured; no state inside. */
export interface ColumnDrift {
  name: string;
  type: "numeric" | "categorical";
  role: "feature" | "score" | "label" | "context";
  referenceRows: number;
  currentRows: number;
  referenceMissing: number;
  currentMissing: number;
  effect: { measure: "psi"; estimate: number; lower: number; upper: number };
  test: {
    name: "kolmogorov-smirnov" | "chi-square";
    statistic: number;
    pValue: number;
    adjustedPValue: number;
    exact: boolean;
  };
  measures: {
    psi: number;
    jensenShannon: number;
    totalVariation: number;
    wasserstein: number | null;
    kolmogorovSmirnov: { statistic: number; pValue: number } | null;
    chiSquare: { statistic: number; degreesOfFreedom: number; pValue: number } | null;
  };
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

/** Two tables measured column by column. */
export interface DriftMeasurement {
  reference: DriftSource;
  current: DriftSource;
  /** Independent units on each side; rows where none is named. */
  units: { name: string; reference: number; current: number };
  columns: ColumnDrift[];
  /** Columns that would alarm by chance at the policy's threshold, from resampled reference windows of the same size. */
  expectedByChance: number;
}
