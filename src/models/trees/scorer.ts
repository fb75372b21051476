import { exp } from "../../lib/elementary.js";
import { findColumns } from "../columns.js";
import { expectBody, importanceFrom, logistic, type MakeScorer, twoClasses } from "../model.js";
import { addTrees, binColumns, compileTrees } from "./compile.js";

/**
 * A tree as parallel arrays, a node each, in this order: a node, its left side, its right side. So a split's left child
 * is the next node, and the right child the one after the last of the left side.
 */
export interface TreeBody {
  /** The score that it adds to; a tree with `shares` adds to all. */
  output: number;
  /** Index of the feature split on; −1 in a leaf. */
  feature: number[];
  /** Numeric split: index of the threshold. Categorical split: index into `sets`. Leaf: what it adds, or its index in `shares`. */
  value: number[];
  /** 1 where rows with a missing value (or an unseen category) go left; 0 in a leaf. */
  missingLeft: number[];
  /** Sum of the weights of the training rows in the node. */
  cover: number[];
  /** Levels that go left, of each categorical split: four levels a hexadecimal digit, the first in the lowest bit. */
  sets: string[];
  /** What each leaf adds to the scores of all classes, where there are more than two. */
  shares?: number[][];
}

/** How scores become predictions. `shares`: they are probabilities already, up to their sum. */
export type Link = "identity" | "logistic" | "softmax" | "shares";

export interface TreesBody {
  link: Link;
  /** What the scores start from, on the scale of the link. */
  base: number[];
  /** What the sum of the trees is multiplied by: one over their number, where they are averaged. */
  scale: number;
  /** By feature, in rising order: rows at or below a threshold go left; null for a categorical one. */
  thresholds: (number[] | null)[];
  /** By feature; null for a numeric one. Categories outside count as missing. */
  levels: (string[] | null)[];
  /** What the splits gained, summed by feature. */
  gain: number[];
  trees: TreeBody[];
}

/** Is it a document's body of this family? */
export const isTreesBody = (body: unknown, features: number): body is TreesBody => {
  const { trees, base, thresholds, levels, scale } = (body ?? {}) as Partial<TreesBody>;
  return (
    Array.isArray(trees) &&
    Array.isArray(base) &&
    base.length > 0 &&
    base.every((value) => Number.isFinite(value)) &&
    Number.isFinite(scale) &&
    thresholds?.length === features &&
    levels?.length === features
  );
};

/** Row-major probabilities from row-major scores. */
function softmax(scores: Float64Array, classes: number): Float64Array {
  const chances = new Float64Array(scores.length);
  for (let at = 0; at < scores.length; at += classes) {
    let greatest = -Infinity;
    for (let c = 0; c < classes; c++) greatest = Math.max(greatest, scores[at + c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += chances[at + c] = exp(scores[at + c]! - greatest);
    for (let c = 0; c < classes; c++) chances[at + c]! /= sum;
  }
  return chances;
}

/** Shares that add up to 1 in each row. */
function normalised(scores: Float64Array, classes: number): Float64Array {
  const shares = new Float64Array(scores.length);
  for (let at = 0; at < scores.length; at += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += scores[at + c]!;
    for (let c = 0; c < classes; c++) shares[at + c] = scores[at + c]! / sum;
  }
  return shares;
}

function predictions(scores: Float64Array, link: Link, outputs: number): Float64Array {
  switch (link) {
    case "identity":
      return scores;
    case "logistic":
      return twoClasses(scores.map(logistic));
    case "softmax":
      return softmax(scores, outputs);
    case "shares":
      return outputs === 1
        ? twoClasses(scores.map((share) => Math.min(Math.max(share, 0), 1)))
        : normalised(scores, outputs);
  }
}

/** Sums the leaves that a row falls into, tree after tree, in float64. */
export const treesScorer: MakeScorer = (document) => {
  const { body, features } = document;
  expectBody(
    isTreesBody(body, features.length),
    document,
    "trees, a base, and the thresholds and levels of each feature",
  );
  const compiled = compileTrees(body);
  return {
    predict(data) {
      const bins = binColumns(findColumns(data, features), body, compiled, data.rows);
      const scores = addTrees(compiled, bins, data.rows);
      return predictions(scores, body.link, body.base.length);
    },
    importance: () => importanceFrom(features, body.gain, "gain"),
  };
};
