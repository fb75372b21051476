import type { Warning } from "../lib/errors.js";
import type { PerformancePoint } from "../monitoring/performance.js";
import type { ColumnDrift, DriftSource } from "../monitoring/types.js";

export type DriftState = "ok" | "warn" | "alarm" | "too-few-rows";

export interface DriftPolicy {
  name: string;
  source: "project" | "default" | "flags";
  measure: "psi";
  /** A column warns where the estimate is over it, alarms where the interval's lower bound is. */
  threshold: number;
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
  multivariate: null;
}

/** The evidence behind the page `drift`. */
export interface DriftPageDocument {
  /** True where the log is a replay of labelled rows in no real order of time. */
  replay: boolean;
  unit: { singular: string; plural: string };
  windows: { name: string; from: string | null; to: string | null; document: DriftDocument }[];
  /** The champion's and challenger's primary metric per week (per part of a replay), reference included. */
  performance: {
    metric: string;
    series: { run: string; title: string; points: PerformancePoint[] }[];
  };
}
