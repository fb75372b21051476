import type { MetricName } from "../metrics/metric.js";
import type { Family, Importance } from "../models/types.js";
import type { Estimate, TestResult } from "../stats/estimate.js";
import type { GainBasis } from "./gain-basis.js";
import type { JudgedThreshold } from "./threshold.js";

/** Which rows judge, in words and numbers. */
export interface RowsJudged {
  /** `test`, or `cross-fitted` for the recipe on all rows. */
  evidence: "test" | "cross-fitted";
  n: number;
  units: number;
  /** Plural name of the unit: `days`, `customers`. */
  unit: string;
  from: string | null;
  to: string | null;
}

export interface MetricDescription {
  name: MetricName;
  title: string;
  direction: "maximize" | "minimize";
  unit: "rate" | "target" | "number";
}

export interface CalibrationBin {
  lower: number;
  upper: number;
  n: number;
  predicted: number;
  observed: Estimate;
}

/** Curves of a classifier; each thinned to at most 200 points without moving its shape. */
export interface ClassificationCurves {
  roc: { falsePositiveRate: number; truePositiveRate: number; threshold: number }[];
  precisionRecall: { recall: number; precision: number; threshold: number }[];
  calibration: CalibrationBin[];
  /** Counts of scores in 20 equal bins, by class. */
  scores: { lower: number; upper: number; negative: number; positive: number }[];
  /** Share of positives found among the share of rows with the highest scores; lift is `found / share`. */
  gain: { share: number; found: number }[];
  thresholds: ThresholdCounts;
}

/** Weights of rows called positive at the thresholds 0, 0.01, … 1: enough for any metric of the confusion table. */
export interface ThresholdCounts {
  /** Of the positives. */
  truePositives: number[];
  /** Of the negatives. */
  falsePositives: number[];
  positives: number;
  negatives: number;
}

export interface RegressionCurves {
  /** Two-dimensional histogram of predicted against actual, empty cells left out. */
  predictedActual: { predicted: number; actual: number; count: number }[];
  cell: { predicted: number; actual: number };
  residuals: { lower: number; upper: number; count: number }[];
  /** Mean error and its spread by decile of the prediction. */
  byPrediction: { predicted: number; meanError: Estimate; meanAbsoluteError: number; n: number }[];
}

/** What cross-validation said of a run's recipe: over folds, the mean of each metric and its standard error. */
export interface CrossValidation {
  folds: number;
  repeats: number;
  /** Folds dealt by chance, or in the order of time, each after the rows that it learns from. */
  order: "chance" | "time";
  metrics: Partial<Record<MetricName, { mean: number; error: number }>>;
}

/** One line of the leader board. */
export interface LeaderboardRun {
  runId: string;
  name: string;
  title: string;
  family: Family | null;
  learner: string | null;
  isChampion: boolean;
  isChallenger: boolean;
  parameters: Record<string, string>;
  metrics: Partial<Record<MetricName, Estimate>>;
  /** Of the recipe, on rows that do not judge; null where nobody asked for it. */
  crossValidation: CrossValidation | null;
  /** On validation rows, by which challengers are chosen. */
  validation: Partial<Record<MetricName, number>>;
  cost: { trainingSeconds: number; predictionMillisecondsPer1000: number; modelBytes: number };
  trainingRows: number;
  backend: string | null;
  seed: number | null;
  startedAt: string;
  learningCurves: { metric: string; points: { step: number; value: number }[] }[];
  importance: Importance[];
  classification: ClassificationCurves | null;
  regression: RegressionCurves | null;
  /** Of two classes: the best threshold of validation rows, judged on test rows; null where that cannot be said. */
  threshold: JudgedThreshold | null;
}

/** The evidence behind the page `compare`. */
export interface Leaderboard {
  rows: RowsJudged;
  metrics: MetricDescription[];
  primaryMetric: MetricName;
  runs: LeaderboardRun[];
}

/** A gain's interval with what the decision needs beside it. */
export interface MetricComparison {
  name: MetricName;
  direction: "maximize" | "minimize";
  champion: Estimate;
  challenger: Estimate;
  /** > 0: the challenger is better, whatever the direction. */
  gain: Estimate;
  /** How that interval is made, so that it can be made again at another level. */
  basis: GainBasis;
  /** The gains on bootstrap draws of the units, ascending; those that are not defined are left out. */
  resampledGains: Float64Array;
}

/** Two sets of predictions on the same rows, measured; no verdict inside. */
export interface Comparison {
  task: "classification" | "regression";
  rows: { compared: number; onlyInChampion: number; onlyInChallenger: number; unit: string; units: number };
  metrics: MetricComparison[];
  tests: TestResult[];
  contingency: { bothRight: number; onlyChampionRight: number; onlyChallengerRight: number; bothWrong: number } | null;
  /** The primary metric's interval as if rows were independent: shown as wrong where units are not rows. */
  naive: Estimate | null;
  /** The primary metric's gains on draws of the Bayesian bootstrap over units; null with too many units to need it. */
  posterior: Float64Array | null;
}

/** Where two runs part: over time and by segment, and the rows on which they differ most. */
export interface Disagreement {
  /** Mean loss difference per period (> 0: the challenger is better), where time is known. */
  overTime: { from: string; to: string; gain: number; n: number; split: string }[];
  segments: { column: string; value: string; gain: Estimate }[];
  /** Two-dimensional histogram of the two predictions. */
  predictions: { champion: number; challenger: number; count: number }[];
  cell: number;
  /** The rows on which the losses differ most, both ways. */
  examples: {
    id: string;
    label: number;
    champion: number;
    challenger: number;
    gain: number;
    segments: Record<string, string>;
  }[];
}
