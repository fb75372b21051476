import { type Random, randomBelow, seeded } from "../../lib/random.js";
import type { FeatureBins } from "./binning.js";
import { createBoard } from "./board.js";
import { classCriterion, type Impurity } from "./class-criterion.js";
import { classNodes } from "./class-nodes.js";
import { gradientCriterion, leafValue } from "./gradient-criterion.js";
import { gradientNodes } from "./gradient-nodes.js";
import { createGrower, type GrownNode, type GrowthRules } from "./grow.js";
import { growPhases } from "./grow-phases.js";
import type { TreeBody } from "./scorer.js";
import { findAmongDrawn, type FindSplit } from "./split.js";
import { aloneTeam } from "./team.js";
import { addGain, rounded, toTreeBody } from "./tree-body.js";
import { channelCells, openWorkspace, type Workspace } from "./workspace.js";

export interface ForestRules extends GrowthRules {
  trees: number;
  minimumChildWeight: number;
  minimumGain: number;
  impurity: Impurity;
  /** Share of the rows that a tree is grown on. */
  rowSample: number;
  /** Rows are drawn with replacement. */
  bootstrap: boolean;
  /** Features that are looked at in each node. */
  featuresPerSplit: number;
  /** One cut of each feature, by chance, instead of all. */
  chanceCuts: boolean;
}

/** All that the threads that grow a forest share, or copy at the start. */
export interface ForestJob {
  workspace: Workspace;
  features: readonly FeatureBins[];
  rules: ForestRules;
  /** Values, or codes of classes. */
  labels: Float64Array;
  weights: Float64Array;
  /** Number of classes; 0 for values. */
  classes: number;
  /** Values are split as differences from it. */
  centre: number;
  /** A seed for each tree. */
  seeds: Int32Array;
  /** The next tree to grow, trees grown, and for each slot 1 once its thread came. */
  turn: Int32Array;
}

export interface ForestTree {
  index: number;
  tree: TreeBody;
  gain: Float64Array;
}

/** How often each row counts: drawn with replacement or without. */
function drawRows(counts: Uint8Array, { rowSample, bootstrap }: ForestRules, random: Random): void {
  const n = counts.length;
  const wanted = Math.max(1, Math.round(n * rowSample));
  counts.fill(0);
  if (bootstrap)
    for (let i = 0; i < wanted; i++) {
      const row = randomBelow(random, n);
      if (counts[row]! < 255) counts[row]!++;
    }
  else
    for (let row = 0, taken = 0; row < n; row++)
      if (random() * (n - row) < wanted - taken) {
        counts[row] = 1;
        taken++;
      }
}

/** Grows the trees of a forest in one slot of the workspace: the same tree for the same index, in any thread. */
export function createForestGrower(job: ForestJob, slotNumber: number): (index: number) => Promise<ForestTree> {
  const { workspace, features, rules, labels, weights, classes, centre, seeds } = job;
  const slot = openWorkspace(workspace, slotNumber);
  const { order, pairs } = slot;
  const gradientRules = { l1: 0, l2: 0, minimumChildWeight: rules.minimumChildWeight };
  const directions = new Int8Array(features.length);
  const [criterion, nodeRules] =
    classes > 0
      ? [
          classCriterion(rules.impurity, rules.minimumChildWeight, channelCells(features.length)),
          classNodes(rules.minimumChildWeight),
        ]
      : [gradientCriterion(gradientRules, directions), gradientNodes(gradientRules, directions)];
  const drawing = { count: rules.featuresPerSplit, minimumGain: rules.minimumGain, chanceCuts: rules.chanceCuts };
  let find: FindSplit = () => null;
  const board = createBoard(slot.rows, 2 * pairs.length, 1);
  const grow = createGrower(
    slot,
    board,
    rules,
    nodeRules,
    aloneTeam(growPhases(workspace, slot, board, (...search) => find(...search))),
  );
  const counts = new Uint8Array(slot.rows);

  function writePairs(row: number, weight: number): void {
    const label = labels[row]!;
    if (classes === 0) {
      pairs[0]![2 * row] = (centre - label) * weight;
      pairs[0]![2 * row + 1] = weight;
      return;
    }
    for (const pair of pairs) pair[2 * row] = pair[2 * row + 1] = 0;
    pairs[label >> 1]![2 * row + (label & 1)] = weight;
  }

  function says({ state: { sums } }: GrownNode): number | number[] {
    if (classes === 0) return rounded(centre + leafValue(sums[0]!, sums[1]!, gradientRules, -Infinity, Infinity));
    const total = sums.reduce((sum, weight) => sum + weight, 0);
    if (classes === 2) return rounded(sums[1]! / total);
    return Array.from(sums.subarray(0, classes), (weight) => rounded(Math.max(weight, 0) / total));
  }

  const cover = ({ state: { sums } }: GrownNode): number =>
    classes === 0 ? sums[1]! : sums.reduce((sum, weight) => sum + weight, 0);

  return async (index) => {
    const random = seeded(seeds[index]!);
    find = findAmongDrawn(features, criterion, drawing, random);
    drawRows(counts, rules, random);
    let count = 0;
    for (let row = 0; row < counts.length; row++) {
      const weight = counts[row]! * weights[row]!;
      if (!(weight > 0)) continue;
      order[count++] = row;
      writePairs(row, weight);
    }
    if (count === 0) {
      // Every row drawn weighs nothing: the tree is grown on all that weigh something.
      for (let row = 0; row < counts.length; row++)
        if (weights[row]! > 0) {
          order[count++] = row;
          writePairs(row, weights[row]!);
        }
    }
    const nodes = await grow(count);
    const gain = new Float64Array(features.length);
    addGain(nodes, gain);
    return { index, tree: toTreeBody(nodes, features, 0, says, cover), gain };
  };
}

/** The next tree that no thread has taken, or −1. */
export function takeTree({ turn, seeds }: ForestJob): number {
  const index = Atomics.add(turn, 0, 1);
  return index < seeds.length ? index : -1;
}
