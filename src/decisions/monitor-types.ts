import type { Warning } from "../lib/errors.js";
import type { LogWindow, ProjectLog } from "../monitoring/log-types.js";
import type { DriftState } from "./drift-types.js";

/** What a project allows its log to do. */
export interface MonitorPolicy {
  source: "project" | "default";
  /** How much worse than on the reference rows the metric may get, in its own unit; > 0. */
  largestWorsening: number;
  level: number;
  /** Fewer labelled rows, or fewer independent units than `minimumUnits`, in a window: `too-few-rows`. */
  minimumRows: number;
  minimumUnits: number;
  /** A drifted column matters where its share of the model's importance is at least this. */
  importanceThatMatters: number;
}

/** A state with its reason in one sentence. */
export interface Judgement {
  state: DriftState;
  reason: string;
}

/** One window of the log, judged. */
export interface JudgedWindow extends LogWindow {
  /** By the labels that have come. */
  performance: Judgement;
  /** The same at a level at which windows without any change raise a false alarm in at most 5 % of years. */
  sustained: DriftState;
  /** By the estimate without labels. */
  expectedPerformance: Judgement;
}

/** An alert: what is wrong now, or was. */
export interface Alert {
  what: "performance" | "expected performance" | "drift";
  /** The column that drifted; null for performance. */
  column: string | null;
  state: "warn" | "alarm";
  reason: string;
  /** Name of the first window of this unbroken run of windows in that state. */
  since: string;
  /** Name of its last window; null while it goes on. */
  until: string | null;
}

/** `assay monitor --json`, and the page `monitoring`. */
export interface MonitorDocument {
  schemaVersion: 1;
  assayVersion: string;
  warnings: Warning[];
  project: string;
  policy: MonitorPolicy;
  /** The newest window's worst state. */
  state: DriftState;
  log: Omit<ProjectLog, "windows">;
  /** The value beyond which performance is worse than the policy allows. */
  limit: number;
  /** Windows a year, by which `sustained` corrects; null in a replay. */
  windowsPerYear: number | null;
  windows: JudgedWindow[];
  /** The open ones first, then the newest. */
  alerts: Alert[];
  retraining: { advised: boolean; reason: string };
}
