import { weightedMedian } from "../../features/weighted-median.js";
import { logistic } from "../model.js";

/** A loss to boost: `score` is on the scale of the link, `label` a value, or 0 and 1. */
export interface Loss {
  link: "identity" | "logistic";
  /** What the learning curve shows: the metric's name and its value from the mean loss. */
  metric: string;
  fromMean(meanLoss: number): number;
  start(labels: Float64Array, weights: Float64Array): number;
  /** Fills `pairs` with gradient and hessian of every row, side by side. */
  derive(labels: Float64Array, scores: Float64Array, weights: Float64Array, pairs: Float64Array): void;
  /** Loss of one row. */
  loss(label: number, score: number): number;
  /** Best constant of a leaf, where it is not the Newton step; weights are left out where all are equal. */
  leaf?(residuals: Float64Array, weights?: Float64Array): number;
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! * weights[i]!;
    total += weights[i]!;
  }
  return sum / total;
}

const squared: Loss = {
  link: "identity",
  metric: "rmse",
  fromMean: Math.sqrt,
  start: weightedMean,
  derive(labels, scores, weights, pairs) {
    for (let i = 0; i < labels.length; i++) {
      pairs[2 * i] = (scores[i]! - labels[i]!) * weights[i]!;
      pairs[2 * i + 1] = weights[i]!;
    }
  },
  loss: (label, score) => (score - label) ** 2,
};

const absolute: Loss = {
  link: "identity",
  metric: "mae",
  fromMean: (mean) => mean,
  start: weightedMedian,
  derive(labels, scores, weights, pairs) {
    for (let i = 0; i < labels.length; i++) {
      pairs[2 * i] = Math.sign(scores[i]! - labels[i]!) * weights[i]!;
      pairs[2 * i + 1] = weights[i]!;
    }
  },
  loss: (label, score) => Math.abs(score - label),
  leaf: weightedMedian,
};

const logLoss: Loss = {
  link: "logistic",
  metric: "logLoss",
  fromMean: (mean) => mean,
  start(labels, weights) {
    const share = weightedMean(labels, weights);
    return Math.log(share / (1 - share));
  },
  derive(labels, scores, weights, pairs) {
    for (let i = 0; i < labels.length; i++) {
      const p = logistic(scores[i]!);
      pairs[2 * i] = (p - labels[i]!) * weights[i]!;
      pairs[2 * i + 1] = Math.max(p * (1 - p), 1e-16) * weights[i]!;
    }
  },
  loss: (label, score) => Math.max(score, 0) - score * label + Math.log1p(Math.exp(-Math.abs(score))),
};

export const losses = { squared, absolute, logistic: logLoss } as const;
