import type { CategoricalColumn, Column, Dataset, NumericColumn } from "../../features/dataset.js";
import { type CategoricalEncoding, levelCodes } from "../../features/encoding.js";
import { log } from "../../lib/elementary.js";
import { findColumns } from "../columns.js";
import { expectBody, importanceFrom, type MakeScorer, softmaxRows } from "../model.js";
import type { Contributions, ModelDocument } from "../types.js";

/** How likely a feature's values are in each class. */
export type Likelihood =
  | { kind: "numeric"; means: number[]; variances: number[] }
  /** Logarithms of the chance of each level: one list a class. */
  | { kind: "categorical"; encoding: CategoricalEncoding; logs: number[][] };

export interface NaiveBayesBody {
  /** Logarithm of each class's share; null where training has not seen the class. */
  logPriors: (number | null)[];
  likelihoods: Likelihood[];
  /** Mean over the training rows of each feature's log likelihood: one list a class, by feature. */
  centre: number[][];
  /** Standard deviation over the training rows of what each feature adds to a class against the others, by feature. */
  spread: number[];
}

/** Log likelihood of each row's value in each class, rows × classes; 0 where it is missing or of no known level. */
export function logLikelihoods(likelihood: Likelihood, column: Column, classes: number): Float64Array {
  if (likelihood.kind === "numeric") {
    const { values } = column as NumericColumn;
    const { means, variances } = likelihood;
    const logs = new Float64Array(values.length * classes);
    const offsets = variances.map((variance) => -0.5 * log(2 * Math.PI * variance));
    for (let i = 0; i < values.length; i++)
      if (Number.isFinite(values[i]!))
        for (let c = 0; c < classes; c++) {
          const deviation = values[i]! - means[c]!;
          logs[i * classes + c] = offsets[c]! - (deviation * deviation) / (2 * variances[c]!);
        }
    return logs;
  }
  const codes = levelCodes(likelihood.encoding, column as CategoricalColumn);
  const logs = new Float64Array(codes.length * classes);
  for (let i = 0; i < codes.length; i++)
    if (codes[i]! >= 0) for (let c = 0; c < classes; c++) logs[i * classes + c] = likelihood.logs[c]![codes[i]!]!;
  return logs;
}

function bodyOf(document: ModelDocument): NaiveBayesBody {
  const body = document.body as NaiveBayesBody;
  expectBody(
    Array.isArray(body?.logPriors) &&
      body.logPriors.length === document.classes?.length &&
      body.likelihoods?.length === document.features.length,
    document,
    "priors and likelihoods",
  );
  return body;
}

/** Probabilities by Bayes' rule from a document's priors and likelihoods. */
export const naiveBayesScorer: MakeScorer = (document) => {
  const { logPriors, likelihoods, spread } = bodyOf(document);
  const { features } = document;
  const classes = logPriors.length;
  return {
    predict(data) {
      const scores = new Float64Array(data.rows * classes);
      for (let at = 0; at < scores.length; at++) scores[at] = logPriors[at % classes] ?? Number.NEGATIVE_INFINITY;
      findColumns(data, features).forEach((column, f) => {
        const logs = logLikelihoods(likelihoods[f]!, column, classes);
        for (let at = 0; at < scores.length; at++) scores[at]! += logs[at]!;
      });
      return softmaxRows(scores, classes);
    },
    importance: () => importanceFrom(features, spread, "standard deviation of contribution"),
  };
};

/**
 * What each feature's log likelihood adds to the log odds (two classes) or to each class's score, less its mean over the
 * training rows.
 */
export function naiveBayesContributions(document: ModelDocument, data: Dataset): Contributions {
  const { logPriors, likelihoods, centre } = bodyOf(document);
  const { features } = document;
  const classes = logPriors.length;
  const outputs = classes === 2 ? 1 : classes;
  const values = new Float64Array(data.rows * outputs * features.length);
  findColumns(data, features).forEach((column, f) => {
    const logs = logLikelihoods(likelihoods[f]!, column, classes);
    const less = (at: number, c: number): number => logs[at]! - centre[c]![f]!;
    for (let i = 0; i < data.rows; i++)
      for (let k = 0; k < outputs; k++)
        values[(i * outputs + k) * features.length + f] =
          outputs === 1 ? less(2 * i + 1, 1) - less(2 * i, 0) : less(i * classes + k, k);
  });
  const bases = logPriors.map((prior, c) =>
    centre[c]!.reduce((sum, mean) => sum + mean, prior ?? Number.NEGATIVE_INFINITY),
  );
  return {
    scale: outputs === 1 ? "log-odds" : "class-scores",
    features: features.map(({ name }) => name),
    outputs,
    base: Float64Array.from(outputs === 1 ? [bases[1]! - bases[0]!] : bases),
    values,
  };
}
