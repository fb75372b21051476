/** What an answer costs, one amount per case; a benefit is a cost below 0. Right answers cost 0 unless said otherwise. */
export interface Costs {
  falsePositive: number;
  falseNegative: number;
  truePositive?: number;
  trueNegative?: number;
}

/**
 * What is measured: labels and predictions of the same rows. Of two classes, labels are 0 and 1 and a prediction is
 * P(class 1); of more, both are indices into `classes`, a prediction that of the most probable one; else both are values.
 */
export interface MetricInput {
  label: ArrayLike<number>;
  prediction: ArrayLike<number>;
  /** Of two classes: rows count as positive where the prediction is at least this; 0.5 by default. */
  threshold?: number;
  /** More than two classes, in order. */
  classes?: readonly string[];
  /** With `classes`: the probability of each, row-major (rows × classes). */
  probabilities?: ArrayLike<number>;
  /** How often each row counts; 1 by default. */
  weight?: ArrayLike<number>;
  /** For `expectedCost` and `profit`. */
  costs?: Costs;
  /** For `adjustedR2`: how many columns the model reads. */
  predictors?: number;
  /** For `intervalCoverage` and `intervalWidth`: the bounds that the model gives with each prediction. */
  interval?: { lower: ArrayLike<number>; upper: ArrayLike<number> };
}

/** Metrics of contract §2. */
export type ContractMetricName =
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

/** Metrics beside those of the contract, measured where they are asked for. */
export type FurtherMetricName =
  | "f2"
  | "fHalf"
  | "precisionRecallAuc"
  | "gini"
  | "kolmogorovSmirnov"
  | "cumulativeGain"
  | "profit"
  | "brierReliability"
  | "brierResolution"
  | "brierUncertainty"
  | "calibrationErrorDebiased"
  | "adjustedR2"
  | "intervalCoverage"
  | "intervalWidth";

/** Metrics of one class against the others, which more classes average. */
export type AveragedName =
  | "precision"
  | "recall"
  | "specificity"
  | "f1"
  | "f2"
  | "fHalf"
  | "rocAuc"
  | "averagePrecision"
  | "precisionRecallAuc"
  | "gini"
  | "kolmogorovSmirnov"
  | "lift"
  | "cumulativeGain";

export type MetricName = ContractMetricName | FurtherMetricName | `${AveragedName}${"Macro" | "Micro" | "Weighted"}`;

/** Reads the rows once and returns the metric as a function of further row weights, all 1 by default. */
export type Prepare = (input: MetricInput) => (weights?: ArrayLike<number>) => number;

/** A metric as a function of sums over rows. */
export interface Sums {
  /** Each row's summands, row-major, as many for each row; the input's own weights are in them. */
  terms(input: MetricInput): Float64Array;
  fromSums(sums: ArrayLike<number>): number;
}

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
  /** What is computed, in one line of plain mathematics. */
  formula: string;
  /** Which of several readings it is, and whose. */
  convention: string;
  /** Best at zero and signed, as bias is: shown with its sign, compared by its size. See `gain`. */
  signed?: true;
  /** The metric as a function of row weights; NaN where the rows do not define it. */
  prepare: Prepare;
  /**
   * Where the metric is a function of sums over rows, so that units can be summed once and resampled cheaply. Metrics
   * that share `terms` share the sums.
   */
  sums?: Sums;
  /** Where the metric is the weighted median of a value of each row: those values. */
  medianOf?(input: MetricInput): Float64Array;
  /**
   * Sums of these rows that give the metric on them, and under other weights of theirs up to a share of its standard
   * error that falls with the square root of the rows; null where they do not define it. Taken for resampling many rows.
   */
  linear?(input: MetricInput): { terms: Float64Array; fromSums: Sums["fromSums"] } | null;
  /** What about these rows leaves the metric undefined; null where nothing does. See `undefinedBecause`. */
  undefinedBecause?(input: MetricInput): string | null;
}
