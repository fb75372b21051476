import type { Dataset } from "../../features/dataset.js";
import { AssayError } from "../../lib/errors.js";
import { findColumns } from "../columns.js";
import { expectBody } from "../model.js";
import type { Contributions, ModelDocument } from "../types.js";
import { binColumns, compileTrees, isInSet } from "./compile.js";
import { meanOfLeaves, mostFeaturesOnPath, type TreePaths, treePaths } from "./leaf-paths.js";
import { isTreesBody, type TreeBody, type TreesBody } from "./scorer.js";
import { pathValues } from "./shapley.js";

/** What the contributions of each link add up to. */
const scales = {
  identity: "value",
  logistic: "log-odds",
  softmax: "class-scores",
  shares: "probability",
} as const;

/** Most numbers that the values of one tree's paths are kept in. */
const mostKept = 4_000_000;

/** The splits of a tree side by side. */
interface Splits {
  node: Int32Array;
  right: Int32Array;
  feature: Int32Array;
  /** Last bin that goes left; −1 where a set says it. */
  limit: Int32Array;
  missingLeft: Uint8Array;
  /** 1 for each level's bin that goes left, of a set. */
  sets: Uint8Array[];
  bit: Int32Array;
}

function splitsOf(tree: TreeBody, { right, bits }: TreePaths, levels: TreesBody["levels"]): Splits {
  const nodes = tree.feature.flatMap((f, node) => (f >= 0 ? [node] : []));
  const list = (read: (node: number) => number): Int32Array => Int32Array.from(nodes, read);
  return {
    node: list((node) => node),
    right: list((node) => right[node]!),
    feature: list((node) => tree.feature[node]!),
    limit: list((node) => (levels[tree.feature[node]!] ? -1 : tree.value[node]! + 1)),
    missingLeft: Uint8Array.from(nodes, (node) => tree.missingLeft[node]!),
    sets: nodes.map((node) => {
      const names = levels[tree.feature[node]!];
      return Uint8Array.from(names ?? [], (_, level) => (isInSet(tree.sets[tree.value[node]!]!, level) ? 1 : 0));
    }),
    bit: list((node) => bits[node]!),
  };
}

/** Notes for each node the features at whose splits the row leaves the way there. */
function followRow(splits: Splits, bins: Uint16Array, first: number, missed: Int32Array): void {
  const { node, right, feature, limit, missingLeft, sets, bit } = splits;
  for (let k = 0; k < node.length; k++) {
    const bin = bins[first + feature[k]!]!;
    const isLeft = bin === 0 ? missingLeft[k] === 1 : limit[k]! < 0 ? sets[k]![bin - 1] === 1 : bin <= limit[k]!;
    const sofar = missed[node[k]!]!;
    missed[node[k]! + 1] = isLeft ? sofar : sofar | bit[k]!;
    missed[right[k]!] = isLeft ? sofar | bit[k]! : sofar;
  }
}

/** Where the values of each path are kept, by what a row misses: −1 where there are more cases than rows, or no room. */
function placesOf({ leaves }: TreePaths, rows: number): { places: Int32Array; size: number } {
  let size = 0;
  const places = Int32Array.from(leaves, ({ features }) => {
    const cases = 2 ** features.length;
    const needed = cases * features.length;
    if (cases > rows || size + needed > mostKept) return -1;
    size += needed;
    return size - needed;
  });
  return { places, size };
}

/** Adds what a tree's splits contribute to each row. */
function addTree(
  body: TreesBody,
  tree: TreeBody,
  paths: TreePaths,
  bins: Uint16Array,
  rows: number,
  values: Float64Array,
): void {
  const { leaves } = paths;
  const width = body.thresholds.length;
  const outputs = body.base.length;
  const splits = splitsOf(tree, paths, body.levels);
  const { places, size } = placesOf(paths, rows);
  const kept = new Float64Array(size).fill(Number.NaN);
  const scratch = new Float64Array(mostFeaturesOnPath);
  const missed = new Int32Array(tree.feature.length);
  const { shares } = tree;
  const first = shares ? 0 : tree.output;
  const adds = shares ? outputs : 1;
  const said = Float64Array.from(
    leaves.flatMap(({ node }) => (shares ? shares[tree.value[node]!]! : [tree.value[node]!])),
    (value) => value * body.scale,
  );
  const nodes = Int32Array.from(leaves, ({ node }) => node);
  const starts = new Int32Array(leaves.length + 1);
  leaves.forEach(({ features }, leaf) => (starts[leaf + 1] = starts[leaf]! + features.length));
  const featuresOfAll = Int32Array.from(leaves.flatMap(({ features }) => Array.from(features)));
  for (let row = 0; row < rows; row++) {
    followRow(splits, bins, row * width, missed);
    const target = (row * outputs + first) * width;
    for (let leaf = 0; leaf < nodes.length; leaf++) {
      const start = starts[leaf]!;
      const count = starts[leaf + 1]! - start;
      const mask = missed[nodes[leaf]!]!;
      const place = places[leaf]!;
      const from = place < 0 ? scratch : kept;
      const at = place < 0 ? 0 : place + mask * count;
      if (place < 0 || (count > 0 && Number.isNaN(kept[at]))) pathValues(leaves[leaf]!.shares, mask, from, at);
      for (let k = 0; k < adds; k++) {
        const value = said[leaf * adds + k]!;
        const to = target + k * width;
        for (let i = 0; i < count; i++) values[to + featuresOfAll[start + i]!]! += from[at + i]! * value;
      }
    }
  }
}

/**
 * What each feature adds to each prediction of a model of trees: path-dependent Tree SHAP, exact. Base plus values is
 * the score, to rounding; the base is the mean of the leaves by their cover, the weight of the training rows in them.
 *
 * @param document what `Model.toJSON` gave, of a learner of the family `trees`.
 * @throws AssayError `too-deep` where a path splits on more than 31 features.
 * @see Lundberg et al. (2020), Nature Machine Intelligence 2; Yang (2021), arXiv:2109.09847 (values kept by path)
 * @example treeShap(model.toJSON(), takeRows(dataset, Int32Array.of(0)))
 */
export function treeShap(document: ModelDocument, data: Dataset): Contributions {
  const { body, features } = document;
  expectBody(
    isTreesBody(body, features.length),
    document,
    "trees, a base, and the thresholds and levels of each feature",
  );
  const bins = binColumns(findColumns(data, features), body, compileTrees(body), data.rows);
  const outputs = body.base.length;
  const base = Float64Array.from(body.base);
  const values = new Float64Array(data.rows * outputs * features.length);
  for (const tree of body.trees) {
    const paths = treePaths(tree);
    if (paths.leaves.some((leaf) => leaf.features.length > mostFeaturesOnPath))
      throw new AssayError(
        `a tree of ${document.learner} splits on more than ${mostFeaturesOnPath} features in a row`,
        {
          code: "too-deep",
          hint: `train with depth ${mostFeaturesOnPath} or less`,
        },
      );
    for (let k = 0; k < (tree.shares ? outputs : 1); k++) {
      const mean = meanOfLeaves(paths, (node) =>
        tree.shares ? tree.shares[tree.value[node]!]![k]! : tree.value[node]!,
      );
      base[tree.output + k]! += body.scale * mean;
    }
    addTree(body, tree, paths, bins, data.rows, values);
  }
  return { scale: scales[body.link], features: features.map(({ name }) => name), outputs, base, values };
}
