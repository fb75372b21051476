import type { Dataset } from "../features/dataset.js";
import { exp } from "../lib/elementary.js";
import { AssayError } from "../lib/errors.js";
import type { Importance, Model, ModelDocument, PredictionInterval } from "./types.js";

/** What a family adds to a model's document: predictions and importances, in float64. */
export interface Scorer {
  predict(data: Dataset): Float64Array;
  importance(): Importance[];
  interval?(data: Dataset, level: number): PredictionInterval;
}

export type MakeScorer = (document: ModelDocument) => Scorer;

/** A model whose predictions come from its document. */
export function modelFrom(document: ModelDocument, makeScorer: MakeScorer): Model {
  const { learner, family, task, classes } = document;
  return { learner, family, task, classes, ...makeScorer(document), toJSON: () => document };
}

/** A fresh model, read back from its own JSON: what was just trained and what is loaded later cannot differ. */
export const fittedModel = (document: ModelDocument, makeScorer: MakeScorer): Model =>
  modelFrom(JSON.parse(JSON.stringify(document)) as ModelDocument, makeScorer);

/** Two columns, row-major, from the probability of the second class. */
export function twoClasses(positive: Float64Array): Float64Array {
  const both = new Float64Array(2 * positive.length);
  for (let i = 0; i < positive.length; i++) {
    both[2 * i] = 1 - positive[i]!;
    both[2 * i + 1] = positive[i]!;
  }
  return both;
}

/** Probabilities from scores, in place: rows × classes, row-major. A score of −∞ is a probability of 0. */
export function softmaxRows(scores: Float64Array, classes: number): Float64Array {
  for (let at = 0; at < scores.length; at += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, scores[at + c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += scores[at + c] = exp(scores[at + c]! - largest);
    for (let c = 0; c < classes; c++) scores[at + c]! /= sum;
  }
  return scores;
}

/** 1 / (1 + exp(−x)), without overflow. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** Importances from non-negative amounts, one a feature: as shares, largest first. */
export function importanceFrom(
  features: ModelDocument["features"],
  amounts: ArrayLike<number>,
  method: string,
): Importance[] {
  let total = 0;
  for (let i = 0; i < amounts.length; i++) total += amounts[i]!;
  return features
    .map(({ name }, i) => ({ feature: name, value: total > 0 ? amounts[i]! / total : 0, method }))
    .sort((a, b) => b.value - a.value);
}

/** Fails where a document's body is not what its scorer reads. */
export function expectBody(condition: unknown, document: ModelDocument, expected: string): asserts condition {
  if (condition) return;
  throw new AssayError(`the model document of ${document.learner} is damaged: expected ${expected}`, {
    code: "bad-model",
    hint: "train the model again",
  });
}
