import type { Warning } from "../lib/errors.js";
import type { PerformancePoint } from "../monitoring/performance.js";
import type { MultivariateDrift } from "../monitoring/domain-classifier.js";
import type { ColumnDrift, DriftSource } from "../monitoring/types.js";
import type { ConstraintReport } from "./constraints.js";
import type { WindowInSequence } from "./drift-sequence.js";

export type DriftState = "ok" | "warn" | "alarm" | "too-few-rows";

export interface DriftPolicy {
  name: string;
  source: "project" | "default" | "flags";
  measure: "psi";
  /** A column warns where the estimate is over it, alarms where the interval's lower bound is. */
  threshold: number;
  /** `resampled`: the limit of each column is what one in 370 windows drawn from the reference exceeds. */
  limits: "fixed" | "resampled";
  /** All features at once alarm where the lower bound of the classifier's area under the ROC curve is over it. */
  jointThreshold: number;
  level: number;
  /** Fewer rows than this on either side: `too-few-rows`. */
  minimumRows: number;
  /** Fewer independent units than this on either side, where units are not rows: `too-few-rows`. */
  minimumUnits: number;
}

/** `assay drift --json`: contract §2. */
export interface DriftDocument {
  schemaVersion: 1;
  assayVersion: string;
  warnings: Warning[];
  reference: DriftSource;
  current: DriftSource;
  policy: DriftPolicy;
  /** What is independent, and how many on each side. */
  units: { name: string; reference: number; current: number };
  state: DriftState;
  summary: { columns: number; tested: number; alarms: number; expectedByChance: number };
  columns: (Omit<ColumnDrift, "effect"> & {
    state: DriftState;
    reason: string;
    effect: ColumnDrift["effect"] & { threshold: number };
  })[];
  /** All features at once: how well trees tell the sides apart, and by which columns. */
  multivariate: (MultivariateDrift & { state: DriftState; reason: string; threshold: number }) | null;
  /** What a `constraints.json` says, where one was the policy. */
  constraints?: ConstraintReport;
}

/** One window of several, judged. */
export interface DriftWindow {
  name: string;
  from: string | null;
  to: string | null;
  /** Corrected over the windows so far: an alarm of `alone` that does not hold among them is a warning here. */
  document: DriftDocument;
  /** The state of the window by itself. */
  alone: DriftState;
  /** The state at a level at which windows without change raise a false alarm in at most 5 % of years. */
  sustained: DriftState;
  sequence: WindowInSequence;
}

/** A place in time at which a level changed: of a column's PSI, or of the performance of a run. */
export interface DriftChangePoint {
  what: "drift" | "performance";
  /** The column, or the run's title. */
  name: string;
  /** Name of the first window after the change. */
  at: string;
  /** Medians of the stretches before and after. */
  before: number;
  after: number;
  pValue: number;
}

/** `assay drift --by … --json`: windows over time, judged one after the other. */
export interface DriftSeriesDocument {
  schemaVersion: 1;
  assayVersion: string;
  warnings: Warning[];
  policy: DriftPolicy;
  /** The newest window's state. */
  state: DriftState;
  windowsPerYear: number | null;
  windows: DriftWindow[];
  changePoints: DriftChangePoint[];
}

/** The evidence behind the page `drift`. */
export interface DriftPageDocument {
  /** True where the log is a replay of labelled rows in no real order of time. */
  replay: boolean;
  unit: { singular: string; plural: string };
  windows: DriftWindow[];
  changePoints: DriftChangePoint[];
  /** The champion's and challenger's primary metric per week (per part of a replay), reference included. */
  performance: {
    metric: string;
    series: { run: string; title: string; points: PerformancePoint[] }[];
  };
}
