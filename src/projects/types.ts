import type { Costs, MetricName } from "../metrics/metric.js";

export type Task = "classification" | "regression";

/** What a column is used for. Features feed the learners; context is shown beside drift and never alarms. */
export type Role = "feature" | "context" | "segment";

/** One line of the feature dictionary. */
export interface Feature {
  name: string;
  /** In plain words, with its unit: `Departures planned from this airport in this hour`. */
  meaning: string;
  type: "numeric" | "categorical";
  /** The raw table and columns it comes from: `flights.sched_dep_time`. */
  source: string;
  /** `feature` unless said otherwise; a `context` feature (weather, season) feeds learners too but never alarms. */
  role?: Role;
  /** Groups the dictionary: `time`, `calendar`, `route`, `weather`, `congestion`, `history`, `customer`, `services` … */
  group: string;
}

export interface Table {
  /** File name or glob under `data/<project>/`. */
  path: string;
  /** Other names of a column: `{ pickup_datetime: ["tpep_pickup_datetime"] }`. */
  aliases?: Record<string, readonly string[]>;
}

/** Test, validation and training rows by md5 of the row id, stratified by label: contract §5. */
export interface HashSplit {
  by: "hash";
  train: number;
  validation: number;
  test: number;
}

/** Rows by time, each part `[from, to)` as ISO dates in the time column's own clock. `production` is what came later. */
export interface TimeSplit {
  by: "time";
  train: readonly [string, string];
  validation: readonly [string, string];
  test: readonly [string, string];
  production?: readonly [string, string];
}

export type SplitName = "train" | "validation" | "test" | "production";

/**
 * What a challenger must show before it may be champion, beside the gain: contract §4, rules 1 to 3. Limits are in the
 * metric's own unit, rates as fractions; a limit bounds a metric from below or from above, as its direction says.
 */
export type GateRule =
  /** One metric against a fixed limit, and its gain over the project's baseline and over the champion. */
  | {
      gate: "performance";
      metric: MetricName;
      limit: number;
      /** Smallest gain over the best run of the baseline family. */
      overBaseline?: number;
      /** Largest loss against the champion, > 0, for metrics that are neither primary nor guarded. */
      belowChampion?: number;
    }
  /** The largest difference in accuracy between any two groups of a protected attribute. */
  | { gate: "fairness"; attribute: string; limit: number }
  /** What the metric loses when every numeric feature gets noise of `noise` of its standard deviations. */
  | { gate: "robustness"; metric: "accuracy" | "mae"; noise: number; limit: number };

/** What makes one of two equal models cheaper: at least this share less of it. */
export interface CostFactor {
  factor: "predictionMillisecondsPer1000" | "modelBytes";
  /** A fifth is 0.2. */
  smallerBy: number;
}

/** The rules of a decision, as data: contract §4. */
export interface Policy {
  name: string;
  source: "project" | "default" | "flags";
  primaryMetric: MetricName;
  /** δ > 0, in the primary metric's unit. */
  smallestWorthwhileGain: number;
  /** Level of the intervals, 0.95. */
  level: number;
  guardrails: { metric: MetricName; margin: number }[];
  /** What must hold besides; none by default. Each performance metric is among those measured here. */
  gates?: readonly GateRule[];
  /** Which of two equal models is preferred, the first factor that tells; prediction time, then size, by a fifth each. */
  factors?: readonly CostFactor[];
  /** Other metrics shown beside, never deciding. */
  metrics: MetricName[];
  /** What answers cost, in one unit of the project's: for `expectedCost` and `profit`. */
  costs?: Costs;
  /**
   * From which prediction on a row is shown at medium and at high level: a value, or the probability of the positive
   * class; quantiles of the champion's validation predictions by default. Shown only, never deciding between models.
   */
  levels?: { medium: number; high: number };
  /** Which rows judge: the fitted models on test rows, or the recipes on cross-fitted predictions of all rows. */
  evidence: "test" | "cross-fitted";
  /** Decides by the interval corrected for how many models the rows have judged; the plain one by default. */
  strict?: boolean;
}

/** One model to train: a learner with its parameters. */
export interface ModelSpecification {
  /** Unique in the project, kebab-case, stable: `boosted-trees`. */
  name: string;
  /** As a page shows it: `Boosted trees`. */
  title: string;
  /** A learner's name in `models/`. */
  learner: string;
  parameters: Record<string, number | string | boolean>;
  seed: number;
}

export interface Project {
  /** Kebab-case; its folder under `src/projects` and `data`, and its address. */
  id: string;
  title: string;
  /** What is predicted, as a question: `How late will this flight arrive?` */
  question: string;
  task: Task;
  /** What a row is, in the plural: `flights`. */
  rows: string;
  /** When the prediction is made, and what is known then, in one or two sentences. */
  moment: string;
  /** For whom the model is meant, for the model card; null shows as missing. */
  intendedUse: string | null;
  tables: Record<string, Table>;
  /** Where the files do not ship: the variable that names them and the table that they make. */
  external?: { variable: string; table: string; command: string };
  /** Column names in the result of `features.sql`. `time` is a TIMESTAMP; `unit` is what is independent. */
  columns: { id: string; label: string; time?: string; unit?: { name: string; singular: string; plural: string } };
  /** The label in words, and its unit (`minutes`, `dollars`; empty for classes). */
  target: { meaning: string; unit: string; positive?: string; negative?: string };
  split: HashSplit | TimeSplit;
  features: Feature[];
  /** Columns for slices, in the result of `features.sql`; they may be features too. */
  segments: string[];
  /** Segments that the law or fairness protects. */
  protectedAttributes: string[];
  models: ModelSpecification[];
  /** The specification that is champion on a fresh clone. */
  incumbent: string;
  /** Folds of the cross-fitted predictions, where the policy judges by them. */
  folds?: number;
  policy: Policy;
  monitoring: {
    /**
     * How current windows are cut: calendar periods of the time column, or parts of equal count (a labelled replay).
     * `rolling` periods make one window, which moves on by one; with `previous`, each window's reference is the so many
     * periods before it instead of the training rows.
     */
    windows:
      | { by: "hour" | "day" | "week" | "month"; from: string; to: string; rolling?: number; previous?: number }
      | { by: "replay"; count: number };
    /** Days after which the label of a row is known; 0 by default. */
    labelDelayDays?: number;
    /** How much worse than on the reference rows the primary metric may get: see `monitorPolicy`. */
    largestWorsening?: number;
  };
}
