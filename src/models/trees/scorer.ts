import { findColumns } from "../columns.js";
import { expectBody, importanceFrom, logistic, type MakeScorer, twoClasses } from "../model.js";
import { addTrees, binColumns, compileTrees } from "./compile.js";

/**
 * A tree as parallel arrays, a node each, parents before children: a split's left child is the next node.
 */
export interface TreeBody {
  /** Index of the feature split on; −1 in a leaf. */
  feature: number[];
  /** Numeric split: rows at or below go left. Categorical split: index into `sets`. Leaf: what it adds. */
  value: number[];
  /** Node of the right child; 0 in a leaf. */
  right: number[];
  /** 1 where rows with a missing value (or an unseen category) go left. */
  missingLeft: number[];
  /** Level indexes that go left, of each categorical split. */
  sets: number[][];
}

export interface TreesBody {
  link: "identity" | "logistic";
  /** What all trees start from, on the scale of the link. */
  base: number;
  /** Levels by feature; null for a numeric one. Categories outside count as missing. */
  levels: (string[] | null)[];
  /** Sum of the loss reductions, by feature. */
  gain: number[];
  trees: TreeBody[];
}

/** Sums the leaves that a row falls into, tree after tree, in float64. */
export const treesScorer: MakeScorer = (document) => {
  const body = document.body as TreesBody;
  const { features } = document;
  expectBody(
    Array.isArray(body?.trees) && body.levels?.length === features.length && Number.isFinite(body.base),
    document,
    "trees, a base and the levels of each feature",
  );
  const compiled = compileTrees(body);
  return {
    predict(data) {
      const scores = new Float64Array(data.rows).fill(body.base);
      const bins = binColumns(findColumns(data, features), body, compiled, data.rows);
      addTrees(compiled, bins, features.length, scores);
      return body.link === "identity" ? scores : twoClasses(scores.map(logistic));
    },
    importance: () => importanceFrom(features, body.gain, "gain"),
  };
};
