import { isInSet } from "./compile.js";
import type { LeafPath, TreePaths } from "./leaf-paths.js";
import type { TreeBody, TreesBody } from "./scorer.js";
import { pathValues } from "./shapley.js";

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

/** A tree made ready, once for all rows that it explains. */
export interface ReadyTree {
  leaves: readonly LeafPath[];
  splits: Splits;
  /** Node of each leaf. */
  nodes: Int32Array;
  /** Where the features of each leaf's path start in `features`, and where the last ones end. */
  starts: Int32Array;
  features: Int32Array;
  /** What each leaf adds to the scores, `adds` numbers each, from the score `first` on. */
  said: Float64Array;
  first: number;
  adds: number;
  /** For each node, what the row misses on the way there; written anew for each row. */
  missed: Int32Array;
  /** What each leaf's path missed in the row before, and its values then: of one row after another, most stay. */
  lastMissed: Int32Array;
  lastValues: Float64Array;
}

/** Makes a tree ready. */
export function readyTree(tree: TreeBody, paths: TreePaths, { levels, scale, base }: TreesBody): ReadyTree {
  const { leaves } = paths;
  const { shares } = tree;
  const starts = new Int32Array(leaves.length + 1);
  leaves.forEach(({ features }, leaf) => (starts[leaf + 1] = starts[leaf]! + features.length));
  return {
    leaves,
    splits: splitsOf(tree, paths, levels),
    nodes: Int32Array.from(leaves, ({ node }) => node),
    starts,
    features: Int32Array.from(leaves.flatMap(({ features }) => Array.from(features))),
    said: Float64Array.from(
      leaves.flatMap(({ node }) => (shares ? shares[tree.value[node]!]! : [tree.value[node]!])),
      (value) => value * scale,
    ),
    first: shares ? 0 : tree.output,
    adds: shares ? base.length : 1,
    missed: new Int32Array(tree.feature.length),
    lastMissed: new Int32Array(leaves.length).fill(-1),
    lastValues: new Float64Array(starts[leaves.length]!),
  };
}

/** Where the values of each path are kept, by what a row misses: −1 where there are more cases than rows, or no room. */
function placesOf(leaves: readonly LeafPath[], rows: number): { places: Int32Array; kept: Float64Array } {
  let size = 0;
  const places = Int32Array.from(leaves, ({ features }) => {
    const cases = features.length < 30 ? 1 << features.length : Number.POSITIVE_INFINITY;
    const needed = cases * features.length;
    if (cases > rows || size + needed > mostKept) return -1;
    size += needed;
    return size - needed;
  });
  return { places, kept: new Float64Array(size).fill(Number.NaN) };
}

/** Adds what a tree's splits contribute to each row. */
export function addTree(
  { leaves, splits, nodes, starts, features, said, first, adds, missed, lastMissed, lastValues }: ReadyTree,
  bins: Uint16Array,
  { rows, width, outputs }: { rows: number; width: number; outputs: number },
  values: Float64Array,
): void {
  const shared = rows > 1 ? placesOf(leaves, rows) : null;
  for (let row = 0; row < rows; row++) {
    followRow(splits, bins, row * width, missed);
    const target = (row * outputs + first) * width;
    for (let leaf = 0; leaf < nodes.length; leaf++) {
      const start = starts[leaf]!;
      const count = starts[leaf + 1]! - start;
      const mask = missed[nodes[leaf]!]!;
      let from = lastValues;
      let at = start;
      if (shared && shared.places[leaf]! >= 0) {
        from = shared.kept;
        at = shared.places[leaf]! + mask * count;
        if (count > 0 && Number.isNaN(from[at])) pathValues(leaves[leaf]!.shares, mask, from, at);
      } else if (lastMissed[leaf] !== mask) {
        pathValues(leaves[leaf]!.shares, mask, from, at);
        lastMissed[leaf] = mask;
      }
      for (let k = 0; k < adds; k++) {
        const value = said[leaf * adds + k]!;
        const to = target + k * width;
        for (let i = 0; i < count; i++) values[to + features[start + i]!]! += from[at + i]! * value;
      }
    }
  }
}
