import type { Dataset } from "../../features/dataset.js";
import { AssayError } from "../../lib/errors.js";
import { findColumns } from "../columns.js";
import { expectBody } from "../model.js";
import type { Contributions, ModelDocument } from "../types.js";
import { binColumns, compileTrees } from "./compile.js";
import { meanOfLeaves, mostFeaturesOnPath, type TreePaths, treePaths } from "./leaf-paths.js";
import { addTree, readyTree } from "./ready-tree.js";
import { isTreesBody } from "./scorer.js";

/** What the contributions of each link add up to. */
const scales = {
  identity: "value",
  logistic: "log-odds",
  softmax: "class-scores",
  shares: "probability",
} as const;

function checkDepth({ leaves }: TreePaths, learner: string): void {
  if (leaves.every(({ features }) => features.length <= mostFeaturesOnPath)) return;
  throw new AssayError(`a tree of ${learner} splits on more than ${mostFeaturesOnPath} features in a row`, {
    code: "too-deep",
    hint: `train with depth ${mostFeaturesOnPath} or less`,
  });
}

/**
 * What each feature adds to each prediction of a model of trees: path-dependent Tree SHAP, exact. Base plus values is
 * the score, to rounding; the base is the mean of the leaves by their cover, the weight of the training rows in them.
 *
 * @param document what `Model.toJSON` gave, of a learner of the family `trees`.
 * @returns a function of rows; its trees are made ready once, so that one row after another is quick.
 * @throws AssayError `too-deep` where a path splits on more than 31 features.
 * @see Lundberg et al. (2020), Nature Machine Intelligence 2; Yang (2021), arXiv:2109.09847 (values kept by path)
 * @example treeExplainer(model.toJSON())(takeRows(dataset, Int32Array.of(0)))
 */
export function treeExplainer(document: ModelDocument): (data: Dataset) => Contributions {
  const { body, features, learner } = document;
  expectBody(
    isTreesBody(body, features.length),
    document,
    "trees, a base, and the thresholds and levels of each feature",
  );
  const compiled = compileTrees(body);
  const outputs = body.base.length;
  const mean = Float64Array.from(body.base);
  const trees = body.trees.map((tree) => {
    const paths = treePaths(tree);
    checkDepth(paths, learner);
    for (let k = 0; k < (tree.shares ? outputs : 1); k++)
      mean[tree.output + k]! +=
        body.scale *
        meanOfLeaves(paths, (node) => (tree.shares ? tree.shares[tree.value[node]!]![k]! : tree.value[node]!));
    return readyTree(tree, paths, body);
  });
  return (data) => {
    const { rows } = data;
    const width = features.length;
    const bins = binColumns(findColumns(data, features), body, compiled, rows);
    const values = new Float64Array(rows * outputs * width);
    for (const tree of trees) addTree(tree, bins, { rows, width, outputs }, values);
    return {
      scale: scales[body.link],
      features: features.map(({ name }) => name),
      outputs,
      base: mean.slice(),
      values,
    };
  };
}

/** {@link treeExplainer} of some rows at once. */
export const treeShap = (document: ModelDocument, data: Dataset): Contributions => treeExplainer(document)(data);
