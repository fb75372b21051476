import type { FeatureBins } from "./binning.js";
import type { GrownNode } from "./grow.js";
import type { TreeBody, TreesBody } from "./scorer.js";

/** Seven digits: the document stays small, and training goes on from what the document says. */
export const rounded = (value: number): number => Number(value.toPrecision(7));

/** What a leaf says: a number, or one for each class. */
export type LeafSays = (node: GrownNode, index: number) => number | number[];

/** Four levels a digit, the first in the lowest bit. */
function hexadecimal(goesLeft: Uint8Array, levels: number): string {
  let digits = "";
  for (let level = 0; level < levels; level += 4) {
    let digit = 0;
    for (let k = 0; k < 4 && level + k < levels; k++) digit |= goesLeft[level + k + 1]! << k;
    digits += digit.toString(16);
  }
  return digits;
}

/** A grown tree as its document has it; thresholds are still numbered by bin. */
export function toTreeBody(
  nodes: readonly GrownNode[],
  features: readonly FeatureBins[],
  output: number,
  says: LeafSays,
  leafCover: (node: GrownNode) => number,
): TreeBody {
  const tree: TreeBody = { output, feature: [], value: [], missingLeft: [], cover: [], sets: [] };
  const shares: number[][] = [];

  function add(index: number): number {
    const node = nodes[index]!;
    const { split } = node;
    const at = tree.feature.length;
    tree.feature.push(split ? split.feature : -1);
    tree.missingLeft.push(split ? split.goesLeft[0]! : 0);
    tree.cover.push(0);
    if (!split) {
      const said = says(node, index);
      tree.value.push(typeof said === "number" ? said : shares.push(said) - 1);
      const cover = leafCover(node);
      tree.cover[at] = rounded(cover);
      return cover;
    }
    const bins = features[split.feature]!;
    if (bins.kind === "numeric") tree.value.push(split.bin - 1);
    else tree.value.push(tree.sets.push(hexadecimal(split.goesLeft, bins.levels.length)) - 1);
    const cover = add(node.left) + add(node.right);
    tree.cover[at] = rounded(cover);
    return cover;
  }

  add(0);
  return shares.length > 0 ? { ...tree, shares } : tree;
}

/** Thresholds and levels that the trees use; renumbers the trees' thresholds to those. */
export function finishTrees(
  trees: TreeBody[],
  features: readonly FeatureBins[],
): Pick<TreesBody, "thresholds" | "levels" | "trees"> {
  const used = features.map(() => new Set<number>());
  const isNumeric = features.map(({ kind }) => kind === "numeric");
  for (const { feature, value } of trees)
    feature.forEach((f, at) => {
      if (f >= 0 && isNumeric[f]) used[f]!.add(value[at]!);
    });
  const lists = used.map((set) => Int32Array.from(set).sort());
  const ranks = lists.map((list) => new Map(Array.from(list, (bin, rank) => [bin, rank])));
  return {
    thresholds: features.map((bins, f) =>
      // All values go left of the last bin: only missing ones go right.
      bins.kind === "numeric" ? Array.from(lists[f]!, (bin) => bins.bounds[bin] ?? Number.MAX_VALUE) : null,
    ),
    levels: features.map((bins) => (bins.kind === "categorical" ? bins.levels : null)),
    trees: trees.map((tree) => ({
      ...tree,
      value: tree.value.map((value, at) => {
        const f = tree.feature[at]!;
        return f >= 0 && isNumeric[f] ? ranks[f]!.get(value)! : value;
      }),
    })),
  };
}

/** What the splits of a tree gained, added to `gain` by feature. */
export function addGain(nodes: readonly GrownNode[], gain: Float64Array): void {
  for (const { split } of nodes) if (split) gain[split.feature]! += split.gain;
}
