import type { MetricName } from "../metrics/metric.js";
import type { Estimate } from "../stats/estimate.js";

/** Every ordered pair on the primary metric. */
export interface PairwiseMatrix {
  metric: MetricName;
  /** Holm over the unordered pairs. */
  adjustment: "holm";
  cells: {
    champion: string;
    challenger: string;
    gain: Estimate;
    pValue: number;
    adjustedPValue: number;
  }[];
}

/** The models that cannot be told from the best: it holds the best with at least `level`. */
export interface ConfidenceSet {
  metric: MetricName;
  /** The loss by which models are compared; the metric's own where it is a mean of losses. */
  loss: string;
  level: number;
  method: string;
  draws: number;
  units: number;
  /** The models in the order in which they leave, the best last; `pValue` ≥ 1 − level stays in. */
  models: { runId: string; meanLoss: number; pValue: number; included: boolean }[];
}

/** How far the best of k looks better than it is, because it was picked on the rows that judge. */
export interface Optimism {
  metric: MetricName;
  runId: string;
  /** Models among which it is the best. */
  models: number;
  /** Its metric as measured. */
  naive: Estimate;
  /** Its metric with the bias removed. */
  corrected: Estimate;
  /** > 0, in the metric's unit: how much luck flatters it. */
  optimism: number;
  draws: number;
}

/** One run's primary metric fold by fold of cross-fitted rows. */
export interface FoldSpread {
  runId: string;
  metric: MetricName;
  folds: { fold: number; value: number; n: number }[];
  /** Mean over folds with the corrected error of Nadeau & Bengio; the folds share training rows. */
  mean: Estimate;
}

/** Runs that differ in the seed alone. */
export interface RepeatedRuns {
  learner: string;
  title: string;
  metric: MetricName;
  runs: { runId: string; seed: number | null; value: number }[];
  /** Mean over seeds with a t interval. */
  mean: Estimate;
  standardDeviation: number;
  /** Largest less smallest value. */
  range: number;
  /** Share of rows, averaged over the pairs of runs, on which they decide alike (classes); null for values. */
  agreement: number | null;
  /** Mean correlation of the predictions over the pairs of runs. */
  correlation: number;
}

/** What one parameter does, over runs of one learner that differ in it. */
export interface HyperparameterEffect {
  learner: string;
  title: string;
  parameter: string;
  metric: MetricName;
  /** In order of the value: mean of the metric over the runs with that value, and their cost. */
  levels: { value: string; runs: string[]; metric: number; trainingSeconds: number }[];
  /** From each level to the next, paired on the same rows: > 0, better. Empty where other parameters differ as well. */
  steps: { from: string; to: string; gain: Estimate }[];
  /** Other parameters that differ among these runs too, so that the effect is theirs as well. */
  confounded: string[];
  /** In plain words: `deeper trees help up to 8, then cost time and nothing else`. */
  sentence: string;
}

/** Parameters and metrics per run, for parallel coordinates. */
export interface ParallelCoordinates {
  axes: { name: string; kind: "parameter" | "metric" | "cost"; type: "numeric" | "categorical" }[];
  /** One value per axis; null where a run has none. */
  runs: { runId: string; values: (number | string | null)[] }[];
}

/** What many models on the same rows say together. */
export interface ManyModels {
  matrix: PairwiseMatrix;
  confidenceSet: ConfidenceSet | null;
  optimism: Optimism | null;
  folds: FoldSpread[];
  repeats: RepeatedRuns[];
  hyperparameters: HyperparameterEffect[];
  parallel: ParallelCoordinates;
}
