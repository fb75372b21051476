import type { Design } from "../../features/encoding.js";
import { classWeightRule } from "../class-weights.js";
import { oneOf, positiveOrAuto, wholeNumber } from "../parameters.js";
import type { Parameters } from "../types.js";
import type { LinearBody } from "./scorer.js";

/** Parameters of every linear learner: what they mean is said at {@link fitLinear}. */
export const linearRules = {
  penalty: positiveOrAuto,
  folds: wholeNumber(0, 0),
  select: oneOf("best", "one-standard-error"),
  levels: wholeNumber(200, 1),
};

/** Those of linear classifiers. */
export const classifierRules = { ...linearRules, classWeight: classWeightRule };

/** Coefficients of one output; the intercept is −∞ for a class without rows. */
export interface Coefficients {
  intercept: number;
  coefficients: Float64Array;
  /** Of the residuals, where a method fits it beside the coefficients. */
  scale?: number;
}

/** How one linear learner fits one set of rows. */
export interface LinearRecipe {
  /** Those to choose from, largest first. */
  penalties: readonly number[];
  /** One output, or one a class; may start from the result at another penalty. */
  fit(penalty: number, start: Coefficients[] | null): Coefficients[];
  /** Of the intercept and the coefficients; null where the method gives none. */
  standardErrors: ((penalty: number, fit: readonly Coefficients[]) => Coefficients[]) | null;
}

/** A loss by which penalties are compared. */
export interface Metric {
  name: string;
  /** Of one row, from its predictions: a value, or one probability a class. */
  rowLoss(label: number, predictions: Float64Array, at: number): number;
  /** From the mean loss to what is shown. */
  shown(loss: number): number;
}

export interface LinearMethod {
  link(classes: number): LinearBody["link"];
  metric: Metric;
  /** @param parameters as read by the learner's rules. */
  recipe(rows: EncodedRows, parameters: Parameters): LinearRecipe;
}

/** Encoded training rows; labels are values or the codes of classes. */
export interface EncodedRows {
  learner: string;
  design: Design;
  labels: Float64Array;
  weights: Float64Array;
  /** 0 for regression. */
  classes: number;
}

export const rootMeanSquare: Metric = {
  name: "rmse",
  rowLoss: (label, predictions, at) => (label - predictions[at]!) ** 2,
  shown: Math.sqrt,
};

export const meanAbsolute: Metric = {
  name: "mae",
  rowLoss: (label, predictions, at) => Math.abs(label - predictions[at]!),
  shown: (loss) => loss,
};

export const logLoss: Metric = {
  name: "logLoss",
  rowLoss: (label, predictions, at) => -Math.log(Math.max(predictions[at + label]!, 1e-15)),
  shown: (loss) => loss,
};
