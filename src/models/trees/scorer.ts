import type { Column } from "../../features/dataset.js";
import { codesIn, findColumns } from "../columns.js";
import { expectBody, importanceFrom, logistic, type MakeScorer, twoClasses } from "../model.js";

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

const setWidth = 256;

/** All trees in four arrays, so that a walk touches little memory. */
function flatten({ trees, levels }: TreesBody) {
  const size = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const feature = new Int32Array(size);
  const value = new Float64Array(size);
  const right = new Int32Array(size);
  const missingLeft = new Uint8Array(size);
  const sets = new Uint8Array(trees.reduce((sum, tree) => sum + tree.sets.length, 0) * setWidth);
  const roots = new Int32Array(trees.length);
  let at = 0;
  let setAt = 0;
  trees.forEach((tree, t) => {
    roots[t] = at;
    tree.feature.forEach((split, i) => {
      const categorical = split >= 0 && levels[split] !== null;
      feature[at + i] = split;
      value[at + i] = categorical ? (setAt + tree.value[i]!) * setWidth : tree.value[i]!;
      right[at + i] = at + tree.right[i]!;
      missingLeft[at + i] = tree.missingLeft[i]!;
    });
    tree.sets.forEach((set, s) => {
      for (const level of set) sets[(setAt + s) * setWidth + level] = 1;
    });
    at += tree.feature.length;
    setAt += tree.sets.length;
  });
  return { feature, value, right, missingLeft, sets, roots };
}

/** Row-major values; a categorical feature gives its level's index, and NaN stands for missing. */
function matrixOf(columns: readonly Column[], levels: TreesBody["levels"], rows: number): Float64Array {
  const width = columns.length;
  const matrix = new Float64Array(rows * width);
  columns.forEach((column, f) => {
    const values = column.kind === "numeric" ? column.values : codesIn(levels[f]!, column);
    for (let i = 0, k = f; i < rows; i++, k += width) {
      const value = values[i]!;
      matrix[k] =
        column.kind === "numeric" ? (Number.isFinite(value) ? value : Number.NaN) : value < 0 ? Number.NaN : value;
    }
  });
  return matrix;
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
  const { feature, value, right, missingLeft, sets, roots } = flatten(body);
  const categorical = Uint8Array.from(body.levels, (levels) => (levels ? 1 : 0));
  return {
    predict(data) {
      const matrix = matrixOf(findColumns(data, features), body.levels, data.rows);
      const width = features.length;
      const scores = new Float64Array(data.rows);
      for (let i = 0, row = 0; i < data.rows; i++, row += width) {
        let score = body.base;
        for (let t = 0; t < roots.length; t++) {
          let node = roots[t]!;
          for (let f = feature[node]!; f >= 0; f = feature[node]!) {
            const x = matrix[row + f]!;
            const left =
              x !== x
                ? missingLeft[node] === 1
                : categorical[f] === 1
                  ? sets[value[node]! + x] === 1
                  : x <= value[node]!;
            node = left ? node + 1 : right[node]!;
          }
          score += value[node]!;
        }
        scores[i] = score;
      }
      return body.link === "identity" ? scores : twoClasses(scores.map(logistic));
    },
    importance: () => importanceFrom(features, body.gain, "gain"),
  };
};
