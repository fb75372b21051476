/** What is compared: labels and predictions of the same rows. Classes are 0 and 1; a prediction is P(class 1). */
export interface MetricInput {
  label: ArrayLike<number>;
  prediction: ArrayLike<number>;
  /** Rows count as positive where the prediction is at least this; 0.5 by default. */
  threshold?: number;
}

export type MetricName =
  | "accuracy"
  | "balancedAccuracy"
  | "precision"
  | "recall"
  | "specificity"
  | "f1"
  | "mcc"
  | "kappa"
  | "rocAuc"
  | "averagePrecision"
  | "logLoss"
  | "brier"
  | "calibrationError"
  | "expectedCost"
  | "lift"
  | "rmse"
  | "mae"
  | "medianAbsoluteError"
  | "mape"
  | "smape"
  | "r2"
  | "explainedVariance"
  | "bias"
  | "pinball"
  | "rmsle";

/**
 * A metric carries its own reading. `prepare` does once what does not depend on weights (sorting, losses) and returns
 * the function of the weights, so that a bootstrap pays for the sort only once.
 */
export interface Metric {
  name: MetricName;
  /** As a page shows it: `Mean absolute error`. */
  title: string;
  task: "classification" | "regression";
  direction: "maximize" | "minimize";
  /** Smallest and largest value it can take. */
  range: readonly [number, number];
  /** `rate` is shown in per cent, `target` in the target's unit, `number` as it is. */
  unit: "rate" | "target" | "number";
  /** Best at zero and signed, as bias is: shown with its sign, compared by its size. See `gain`. */
  signed?: true;
  /** The metric as a function of row weights (all 1 by default); NaN where the rows do not define it. */
  prepare(input: MetricInput): (weights?: ArrayLike<number>) => number;
  /**
   * Where the metric is a function of sums over rows: `terms` gives each row's summands, row-major (rows × `width`), and
   * `fromSums` turns their weighted sums into the value, so that units can be summed once and resampled cheaply.
   */
  sums?: { width: number; terms(input: MetricInput): Float64Array; fromSums(sums: ArrayLike<number>): number };
}
