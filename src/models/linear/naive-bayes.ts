import type { CategoricalColumn, Column, NumericColumn } from "../../features/dataset.js";
import { type CategoricalEncoding, fitEncoding, levelCodes } from "../../features/encoding.js";
import { checkFit } from "../checks.js";
import { classFactors, classWeightRule, rowWeights } from "../class-weights.js";
import { featuresOf } from "../columns.js";
import { fittedModel } from "../model.js";
import { defaultsOf, notNegative, readParameters, wholeNumber } from "../parameters.js";
import { pause } from "../steps.js";
import type { Learner } from "../types.js";
import { type Likelihood, logLikelihoods, type NaiveBayesBody, naiveBayesScorer } from "./naive-bayes-scorer.js";

const rules = {
  smoothing: notNegative(1),
  varianceSmoothing: notNegative(1e-9),
  levels: wholeNumber(200, 1),
  classWeight: classWeightRule,
};

interface Rows {
  codes: Int32Array;
  classes: number;
  weights: Float64Array;
}

/** Mean and variance of the present values in each class; those of all rows where a class has none. */
function gaussian({ values }: NumericColumn, { codes, classes, weights }: Rows, smoothing: number): Likelihood {
  const moments = (isIn: (code: number) => boolean) => {
    let total = 0;
    let sum = 0;
    const use = (i: number): boolean => isIn(codes[i]!) && Number.isFinite(values[i]!);
    for (let i = 0; i < values.length; i++)
      if (use(i)) {
        total += weights[i]!;
        sum += weights[i]! * values[i]!;
      }
    const mean = sum / total;
    let squares = 0;
    for (let i = 0; i < values.length; i++) if (use(i)) squares += weights[i]! * (values[i]! - mean) ** 2;
    return total > 0 ? { mean, variance: squares / total } : null;
  };
  const whole = moments(() => true) ?? { mean: 0, variance: 0 };
  const least = smoothing * whole.variance;
  const parts = Array.from({ length: classes }, (_, c) => moments((code) => code === c) ?? whole);
  return {
    kind: "numeric",
    means: parts.map(({ mean }) => mean),
    variances: parts.map(({ variance }) => variance + least || whole.variance || 1),
  };
}

/** Chances of each level in each class, with `smoothing` rows added to each. */
function levels(
  encoding: CategoricalEncoding,
  column: CategoricalColumn,
  { codes, classes, weights }: Rows,
  smoothing: number,
): Likelihood {
  const count = encoding.shares.length;
  const sums = Array.from({ length: classes }, () => new Float64Array(count).fill(smoothing));
  levelCodes(encoding, column).forEach((level, i) => {
    if (level >= 0) sums[codes[i]!]![level]! += weights[i]!;
  });
  const logs = sums.map((line) => {
    const total = line.reduce((sum, value) => sum + value, 0);
    return Array.from(line, (value) => (total > 0 ? Math.log(Math.max(value / total, 1e-300)) : -Math.log(count)));
  });
  return { kind: "categorical", encoding, logs };
}

/** Means of each class's log likelihood over rows, and the spread of each class's against the mean of all classes. */
function momentsOf(logs: Float64Array, seen: readonly number[], classes: number, weights: Float64Array) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const means = new Float64Array(classes);
  logs.forEach((log, at) => (means[at % classes]! += (weights[Math.floor(at / classes)]! * log) / total));
  let squares = 0;
  for (let i = 0; i < weights.length; i++) {
    const centred = seen.map((c) => logs[i * classes + c]! - means[c]!);
    const mean = centred.reduce((sum, value) => sum + value, 0) / seen.length;
    for (const value of centred) squares += (weights[i]! * (value - mean) ** 2) / total;
  }
  return { means: Array.from(means), spread: Math.sqrt(squares / seen.length) };
}

/**
 * Naive Bayes: features are taken as independent within a class, numeric ones as normal, categorical ones as counted,
 * with `smoothing` rows added to each level (Laplace). A missing number, and a category that training has not seen, say
 * nothing; a missing category is a level of its own where training has some. `varianceSmoothing` times a feature's
 * variance is added to its variance in each class; `levels` as for the linear models. Probabilities tend to be too sure
 * where features say the same thing twice.
 *
 * @see Hand & Yu (2001), International Statistical Review 69
 */
export const naiveBayes: Learner = {
  name: "naive-bayes",
  title: "Naive Bayes",
  family: "linear",
  tasks: ["classification"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(rules),
  description:
    "Each feature votes by how likely its value is in each class, as if no two said the same; where they do, it is too sure, and log loss punishes that without limit.",
  async fit(input) {
    const parameters = readParameters("naive-bayes", rules, input.parameters);
    checkFit(naiveBayes, input);
    await pause(input.signal);
    const { data, target } = input.train;
    if (target.task !== "classification") throw new RangeError("checked above");
    const classes = target.classes.length;
    const weights = rowWeights(input.train, classFactors(input.train, parameters.classWeight));
    const rows: Rows = { codes: target.codes, classes, weights };
    const shares = new Float64Array(classes);
    target.codes.forEach((code, i) => (shares[code]! += weights[i]!));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const seen = [...shares.keys()].filter((code) => shares[code]! > 0);
    const encodings = fitEncoding(data, input.train.weights, parameters.levels);
    const likelihoods: Likelihood[] = [];
    const moments: ReturnType<typeof momentsOf>[] = [];
    for (const [f, column] of (data.columns as Column[]).entries()) {
      const encoding = encodings[f]!;
      const likelihood =
        encoding.kind === "numeric"
          ? gaussian(column as NumericColumn, rows, parameters.varianceSmoothing)
          : levels(encoding, column as CategoricalColumn, rows, parameters.smoothing);
      likelihoods.push(likelihood);
      moments.push(momentsOf(logLikelihoods(likelihood, column, classes), seen, classes, rowWeights(input.train)));
    }
    input.onProgress?.({ task: input.task, stage: "counting", done: 1, total: 1 });
    const body: NaiveBayesBody = {
      logPriors: Array.from(shares, (share) => (share > 0 ? Math.log(share / total) : null)),
      likelihoods,
      centre: Array.from({ length: classes }, (_, c) => moments.map(({ means }) => means[c]!)),
      spread: moments.map(({ spread }) => spread),
    };
    return {
      model: fittedModel(
        {
          schemaVersion: 1,
          learner: "naive-bayes",
          family: "linear",
          task: "classification",
          classes: target.classes,
          features: featuresOf(data),
          body,
        },
        naiveBayesScorer,
      ),
      history: {},
      parameters,
      backend: "typescript",
      backendNotes: [],
    };
  },
};
