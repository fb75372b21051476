import type { Warning } from "../lib/errors.js";
import type { Family } from "../models/types.js";
import type { ClassProbability } from "./probabilities.js";

/** Where runs live: contract §2 and §4 of the design. */
export interface Store {
  uri: string;
  kind: "file" | "database" | "server";
}

export interface MetricSummary {
  last: number;
  best: number;
  min: number;
  max: number;
  /** Step of the last value. */
  step: number;
  count: number;
}

/** A tracked run, as `assay runs --json` prints it: contract §2. Times are ISO 8601 in UTC. */
export interface Run {
  runId: string;
  name: string;
  experimentId: string;
  experimentName: string;
  project: string;
  family: Family | null;
  learner: string | null;
  status: "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";
  aliases: string[];
  archived: boolean;
  parentRunId: string | null;
  startedAt: string;
  endedAt: string | null;
  durationMs: number | null;
  identity: string | null;
  seed: number | null;
  backend: string | null;
  gitCommit: string | null;
  params: Record<string, string>;
  metrics: Record<string, MetricSummary>;
  tags: Record<string, string>;
}

/** A run with a way to its artifacts; JSON leaves the way out. */
export interface TrackedRun extends Run {
  /** Path of an artifact's file on this machine, such as `model.json`; the file need not exist. */
  artifact(name: string): string;
  /** Path of a metric's file: its values by step. */
  metric(name: string): string;
}

/** What a store holds, and what had to be passed over. */
export interface RunList {
  store: Store;
  /** The newest first. */
  runs: TrackedRun[];
  total: number;
  warnings: Warning[];
}

/** Predictions of one run, by column; the prediction table of contract §1. */
export interface Predictions {
  rows: number;
  id: readonly string[];
  /** Class index (0/1 for two classes) or value; NaN where the label is not there yet. */
  label: Float64Array;
  /** The value, the probability of the positive of two classes, or the index of the most probable of more. */
  prediction: Float64Array;
  /** How often each row counts; absent where rows count alike. */
  weight?: Float64Array;
  /** With more than two classes: one column per class. */
  probabilities?: ClassProbability[];
  split: readonly string[];
  /** Milliseconds since 1970 UTC, where known. */
  time: Float64Array | null;
  /** Independent unit of each row, as text. */
  unit: readonly string[];
  fold: Int32Array | null;
}
