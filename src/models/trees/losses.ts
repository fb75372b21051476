import { weightedQuantile } from "./leaf-quantile.js";
import type { Link } from "./scorer.js";

/** Names a loss, so that another thread can make the same. */
export interface LossSpecification {
  name: "squared" | "absolute" | "quantile" | "huber" | "logistic" | "softmax";
  /** Of the quantile loss: the share of labels that lie below. */
  level: number;
  /** Of the Huber loss: errors beyond it count linearly. */
  delta: number;
  /** Classes of the softmax loss. */
  classes: number;
}

/** Rows with labels as numbers (values, or codes of classes), and scores by output: `scores[output × rows + row]`. */
export interface LossRows {
  labels: Float64Array;
  weights: Float64Array;
  scores: Float64Array;
}

/** A loss to boost. Scores are on the scale of the link. */
export interface Loss {
  link: Link;
  /** Scores of a row. */
  outputs: number;
  /** What the learning curve shows: the metric's name and its value from the mean loss. */
  metric: string;
  fromMean(meanLoss: number): number;
  /** The best constant scores. */
  start(labels: Float64Array, weights: Float64Array): number[];
  /** Fills `pairs` with gradient and hessian of the rows `begin` … `end` − 1 for an output; `chances` as `prepare` left them. */
  derive(rows: LossRows, pairs: Float64Array, begin: number, end: number, output: number, chances: Float64Array): void;
  /** Fills `chances` once before the trees of all outputs, where the loss needs it. */
  prepare?(rows: LossRows, chances: Float64Array, begin: number, end: number): void;
  /** Loss of one row. */
  loss(rows: LossRows, row: number): number;
  /** A leaf says this quantile of its rows' residuals, instead of the Newton step. */
  leafLevel?: number;
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

const mean = (value: number): number => value;

const squared: Loss = {
  link: "identity",
  outputs: 1,
  metric: "rmse",
  fromMean: Math.sqrt,
  start: (labels, weights) => [weightedMean(labels, weights)],
  derive({ labels, weights, scores }, pairs, begin, end) {
    for (let i = begin; i < end; i++) {
      pairs[2 * i] = (scores[i]! - labels[i]!) * weights[i]!;
      pairs[2 * i + 1] = weights[i]!;
    }
  },
  loss: ({ labels, scores }, i) => (scores[i]! - labels[i]!) ** 2,
};

/** Koenker & Bassett (1978); twice its value at level ½ is the absolute error. */
function pinball(level: number, factor: number, metric: string): Loss {
  return {
    link: "identity",
    outputs: 1,
    metric,
    fromMean: mean,
    start: (labels, weights) => [weightedQuantile(labels, level, weights)],
    derive({ labels, weights, scores }, pairs, begin, end) {
      for (let i = begin; i < end; i++) {
        const error = scores[i]! - labels[i]!;
        pairs[2 * i] = factor * (error > 0 ? 1 - level : error < 0 ? -level : 0) * weights[i]!;
        pairs[2 * i + 1] = weights[i]!;
      }
    },
    loss({ labels, scores }, i) {
      const error = scores[i]! - labels[i]!;
      return factor * (error > 0 ? (1 - level) * error : -level * error);
    },
    leafLevel: level,
  };
}

/** Huber (1964). */
const huber = (delta: number): Loss => ({
  link: "identity",
  outputs: 1,
  metric: "huber",
  fromMean: mean,
  start: (labels, weights) => [weightedQuantile(labels, 0.5, weights)],
  derive({ labels, weights, scores }, pairs, begin, end) {
    for (let i = begin; i < end; i++) {
      pairs[2 * i] = Math.min(Math.max(scores[i]! - labels[i]!, -delta), delta) * weights[i]!;
      pairs[2 * i + 1] = weights[i]!;
    }
  },
  loss({ labels, scores }, i) {
    const error = Math.abs(scores[i]! - labels[i]!);
    return error <= delta ? (error * error) / 2 : delta * (error - delta / 2);
  },
});

/** Shares this close to 0 or 1 have no finite score. */
const leastShare = 1e-9;

const logLoss: Loss = {
  link: "logistic",
  outputs: 1,
  metric: "logLoss",
  fromMean: mean,
  start(labels, weights) {
    const share = Math.min(Math.max(weightedMean(labels, weights), leastShare), 1 - leastShare);
    return [Math.log(share / (1 - share))];
  },
  derive({ labels, weights, scores }, pairs, begin, end) {
    for (let i = begin; i < end; i++) {
      // As the prediction, save for the last bit: without a branch, which the processor would often guess wrong.
      const p = 1 / (1 + Math.exp(-scores[i]!));
      pairs[2 * i] = (p - labels[i]!) * weights[i]!;
      pairs[2 * i + 1] = Math.max(p * (1 - p), 1e-16) * weights[i]!;
    }
  },
  loss({ labels, scores }, i) {
    const score = scores[i]!;
    return Math.max(score, 0) - score * labels[i]! + Math.log1p(Math.exp(-Math.abs(score)));
  },
};

/** One score a class; the hessian is the diagonal, doubled (Friedman, Hastie & Tibshirani 2000, as in xgboost). */
function softmaxLoss(classes: number): Loss {
  return {
    link: "softmax",
    outputs: classes,
    metric: "logLoss",
    fromMean: mean,
    start: (labels, weights) =>
      Array.from({ length: classes }, (_, klass) => {
        const isClass = labels.map((label) => (label === klass ? 1 : 0));
        return Math.log(Math.max(weightedMean(isClass, weights), leastShare));
      }),
    prepare({ labels, scores }, chances, begin, end) {
      const rows = labels.length;
      for (let i = begin; i < end; i++) {
        let greatest = -Infinity;
        for (let at = i; at < scores.length; at += rows) if (scores[at]! > greatest) greatest = scores[at]!;
        let sum = 0;
        for (let at = i; at < scores.length; at += rows) sum += chances[at] = Math.exp(scores[at]! - greatest);
        for (let at = i; at < scores.length; at += rows) chances[at]! /= sum;
      }
    },
    derive({ labels, weights }, pairs, begin, end, output, chances) {
      const first = output * labels.length;
      for (let i = begin; i < end; i++) {
        const p = chances[first + i]!;
        pairs[2 * i] = (p - (labels[i] === output ? 1 : 0)) * weights[i]!;
        pairs[2 * i + 1] = Math.max(2 * p * (1 - p), 1e-16) * weights[i]!;
      }
    },
    loss({ labels, scores }, i) {
      const rows = labels.length;
      let greatest = -Infinity;
      for (let at = i; at < scores.length; at += rows) if (scores[at]! > greatest) greatest = scores[at]!;
      let sum = 0;
      for (let at = i; at < scores.length; at += rows) sum += Math.exp(scores[at]! - greatest);
      return greatest + Math.log(sum) - scores[labels[i]! * rows + i]!;
    },
  };
}

/** The loss of that name. */
export function makeLoss({ name, level, delta, classes }: LossSpecification): Loss {
  switch (name) {
    case "squared":
      return squared;
    case "absolute":
      return pinball(0.5, 2, "mae");
    case "quantile":
      return pinball(level, 1, "pinball");
    case "huber":
      return huber(delta);
    case "logistic":
      return logLoss;
    case "softmax":
      return softmaxLoss(classes);
  }
}
