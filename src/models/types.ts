import type { Dataset, Target } from "../features/dataset.js";
import type { OnProgress } from "../lib/progress.js";
import type { Task } from "../projects/types.js";

export type Family = "baseline" | "linear" | "trees" | "neural" | "combined" | "onnx";
export type Parameters = Record<string, number | string | boolean>;

/** Labelled rows; weights are 1 where there are none. */
export interface Labelled {
  data: Dataset;
  target: Target;
  weights?: Float64Array;
  /** Rows of one unit are not independent and stay in one fold; every row its own by default. */
  unit?: Int32Array;
}

export interface FitInput {
  train: Labelled;
  /** Stops early and tunes; never fitted on. */
  validation?: Labelled;
  /** Overrides of the learner's defaults; an unknown name is an error. */
  parameters: Parameters;
  seed: number;
  /** What a progress line calls this fit: `nyc-flights · boosted-trees`. */
  task: string;
  onProgress?: OnProgress;
  /** Aborting rejects with the signal's reason, at the next tree or batch. */
  signal?: AbortSignal;
  /** Back end of the neural family; `auto` by default. */
  backend?: string;
  /** Threads that may work on this fit; as many as pay off by default. What comes out does not depend on it. */
  workers?: number;
}

/** A learning curve: one value per step (tree, epoch, iteration). */
export type History = Record<string, { step: number; value: number }[]>;

export interface FitResult {
  model: Model;
  history: History;
  /** All parameters as used, defaults included. */
  parameters: Parameters;
  /** What trained it: `typescript`, `tfjs-wasm`, `tfjs-cpu` …, and why better ones were passed over. */
  backend: string;
  backendNotes: string[];
}

/** A learner: one file, one recipe. Same seed, same machine, same bytes. */
export interface Learner {
  name: string;
  /** As a page shows it: `Gradient-boosted trees`. */
  title: string;
  family: Family;
  tasks: readonly Task[];
  /** Most classes that it can learn: 2, or Infinity; 0 where it learns values only. */
  maxClasses: number;
  defaults: Parameters;
  /** One sentence for cards and pages. */
  description: string;
  fit(input: FitInput): Promise<FitResult>;
}

export interface Importance {
  feature: string;
  /** Share of the whole, 0 to 1. */
  value: number;
  /** What was measured: `gain`, `standardised coefficient`. */
  method: string;
}

/** What a fitted model is as JSON. `schemaVersion` 1; `body` is the family's own. */
export interface ModelDocument {
  schemaVersion: 1;
  learner: string;
  family: Family;
  task: Task;
  /** In order; null for regression. */
  classes: readonly string[] | null;
  /** Feature names, in the order that `predict` reads them, with their kind. */
  features: { name: string; kind: "numeric" | "categorical" }[];
  body: unknown;
}

/**
 * What each feature adds to each prediction, beside `base`, the average over the training rows: per row and output,
 * base + Σ values is the score. Scores are the predicted value (`value`), the log odds of the second class
 * (`log-odds`), its probability, or one probability a class (`probability`), or one number a class whose softmax are the
 * probabilities (`class-scores`).
 */
export interface Contributions {
  scale: "value" | "log-odds" | "probability" | "class-scores";
  features: string[];
  /** One; or one a class. */
  outputs: number;
  /** One an output. */
  base: Float64Array;
  /** rows × outputs × features, row-major. */
  values: Float64Array;
}

/** Lower and upper end for each row. */
export interface PredictionInterval {
  lower: Float64Array;
  upper: Float64Array;
}

/**
 * A fitted model. Its float64 scorer reads the JSON form and defines the prediction, in Node and in the page alike.
 *
 * `predict` finds columns by name (an absent one is an error that lists them), takes unseen categories and missing
 * values, and returns one value per row (regression), or one probability per row and class, row-major (classification).
 */
export interface Model {
  learner: string;
  family: Family;
  task: Task;
  classes: readonly string[] | null;
  predict(data: Dataset): Float64Array;
  importance(): Importance[];
  /** An interval for each row's label, for models that were calibrated for it: `level` in (0, 1), such as 0.9. */
  interval?(data: Dataset, level: number): PredictionInterval;
  toJSON(): ModelDocument;
}
