import type { History, Importance } from "../models/types.js";
import type { Policy, Task } from "../projects/types.js";
import type { Run } from "../tracking/types.js";
import type { SharedRows } from "./align.js";
import type { Judged } from "./replicates.js";
import type { LeaderboardRun } from "./types.js";

/** One run with its predictions of the rows that judge. */
export interface JudgedRun extends Judged {
  run: Run;
  /** SHA-256 of the file of predictions that were read; absent where they came from no file. */
  predictionsSha256?: string;
  /** As a page shows it: `Boosted trees`. */
  title: string;
  cost: LeaderboardRun["cost"];
  trainingRows: number;
  /** See `LeaderboardRun.crossValidation`. */
  crossValidation: LeaderboardRun["crossValidation"];
  /** Metrics on validation rows, where tracked. */
  validation: LeaderboardRun["validation"];
  history: History;
  importance: Importance[];
  /** Fold of each row, where predictions are cross-fitted: the model of a row's prediction saw none of its fold. */
  fold?: Int32Array;
  /** See `LeaderboardRun.threshold`. */
  chosenThreshold: LeaderboardRun["threshold"];
  /** Predictions of the production rows; null where there are none. */
  production: Judged | null;
}

/** Everything of a project that is measured: the rows that judge, later rows apart, and every run's predictions. */
export interface Evidence {
  project: string;
  task: Task;
  policy: Policy;
  rows: SharedRows;
  /** Plural name of the unit: `days`. */
  unitName: string;
  runs: JudgedRun[];
  /** Rows after the test's, which judge nothing. */
  production: { label: Float64Array; time: Float64Array } | null;
}
