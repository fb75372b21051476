import { rightChildren } from "./compile.js";
import type { TreeBody } from "./scorer.js";

/** The way from the root to a leaf, each feature once. */
export interface LeafPath {
  node: number;
  /** Features split on, in the order in which they first come. */
  features: Int32Array;
  /** For each, the share of the cover that follows the path at its splits. */
  shares: Float64Array;
}

export interface TreePaths {
  leaves: LeafPath[];
  right: Int32Array;
  /** For each split, the bit of its feature on the paths through it. */
  bits: Int32Array;
}

/** Most features on one path: each takes a bit. */
export const mostFeaturesOnPath = 31;

/** All paths of a tree. */
export function treePaths(tree: TreeBody): TreePaths {
  const { feature, cover } = tree;
  const right = rightChildren(tree);
  const bits = new Int32Array(feature.length);
  const leaves: LeafPath[] = [];

  function follow(node: number, features: readonly number[], shares: readonly number[]): void {
    const f = feature[node]!;
    if (f < 0) {
      leaves.push({ node, features: Int32Array.from(features), shares: Float64Array.from(shares) });
      return;
    }
    const known = features.indexOf(f);
    const place = known < 0 ? features.length : known;
    bits[node] = place < mostFeaturesOnPath ? 1 << place : 0;
    const below = known < 0 ? [...features, f] : features;
    for (const child of [node + 1, right[node]!]) {
      const share = cover[node]! > 0 ? cover[child]! / cover[node]! : 0;
      const sharesBelow = [...shares];
      sharesBelow[place] = (shares[place] ?? 1) * share;
      follow(child, below, sharesBelow);
    }
  }

  follow(0, [], []);
  return { leaves, right, bits };
}

/** What a tree says on average: its leaves by their cover. */
export const meanOfLeaves = ({ leaves }: TreePaths, value: (node: number) => number): number =>
  leaves.reduce(
    (sum, { node, shares }) => sum + shares.reduce((product, share) => product * share, 1) * value(node),
    0,
  );
