import { type FeatureBins, maximumBins } from "./binning.js";
import { type Board, chunkRows } from "./board.js";
import { gradientCriterion, type GradientRules } from "./gradient-criterion.js";
import { growPhases } from "./grow-phases.js";
import { weightedQuantile } from "./leaf-quantile.js";
import { type LossRows, type LossSpecification, makeLoss } from "./losses.js";
import { findAmongAllowed } from "./split.js";
import type { Phases } from "./team.js";
import { rounded } from "./tree-body.js";
import { openWorkspace, type Workspace } from "./workspace.js";

/** The tree grown last, by node, for the threads that add it to the scores. */
export interface SharedTree {
  feature: Int32Array;
  left: Int32Array;
  right: Int32Array;
  /** Rows of a leaf are `order[begin .. end)`. */
  begin: Int32Array;
  end: Int32Array;
  /** What a leaf adds, and what it may say at least and at most before the learning rate. */
  value: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  goesLeft: Uint8Array;
  /** Nodes that are leaves. */
  leaves: Int32Array;
}

export interface BinnedRows extends LossRows {
  words: number;
  packed: Uint32Array;
}

/** All that the threads of a boosting team share, or copy at the start. */
export interface BoostJob {
  workspace: Workspace;
  board: Board;
  features: readonly FeatureBins[];
  rules: GradientRules & { minimumGain: number; learningRate: number };
  directions: Int8Array;
  loss: LossSpecification;
  train: LossRows;
  validation: BinnedRows | null;
  equalWeights: boolean;
  chances: Float64Array;
  /** 1 for each feature that the next tree may split on. */
  allowed: Uint8Array;
  tree: SharedTree;
  /** The output of the next tree, and 1 where it is grown on a sample of the rows. */
  turn: Int32Array;
  /** Weighted loss of the validation rows, by chunk. */
  validationLoss: Float64Array;
}

/** Phases beyond those of growing, by number. */
export const boostPhase = { prepare: 3, derive: 4, leaf: 5, walk: 6, measure: 7 } as const;

export const chunksOf = (rows: number): number => Math.ceil(rows / chunkRows);

/** What a thread does for a boosting team. */
export function boostPhases(job: BoostJob): Phases {
  const { workspace, board, features, rules, directions, train, validation, chances, tree, turn } = job;
  const loss = makeLoss(job.loss);
  const slot = openWorkspace(workspace, 0);
  const { order } = slot;
  const pairs = slot.pairs[0]!;
  const rows = train.labels.length;
  const criterion = gradientCriterion(rules, directions);
  const find = findAmongAllowed(features, criterion, job.allowed, rules.minimumGain);
  const own: BinnedRows = { ...train, words: slot.words, packed: slot.packed };

  const eachChunk = (count: number, chunk: number): [begin: number, end: number] => [
    chunk * chunkRows,
    Math.min((chunk + 1) * chunkRows, count),
  ];

  const prepare = (chunk: number): void => loss.prepare?.(train, chances, ...eachChunk(rows, chunk));

  function derive(chunk: number): void {
    const [begin, end] = eachChunk(rows, chunk);
    loss.derive(train, pairs, begin, end, turn[0]!, chances);
  }

  /** The quantile of a leaf's residuals, within its bounds. */
  function refitted(node: number, level: number, first: number): number {
    const leafRows = order.subarray(tree.begin[node], tree.end[node]);
    const residuals = new Float64Array(leafRows.length);
    for (let k = 0; k < leafRows.length; k++)
      residuals[k] = train.labels[leafRows[k]!]! - train.scores[first + leafRows[k]!]!;
    const weights = job.equalWeights ? undefined : Float64Array.from(leafRows, (row) => train.weights[row]!);
    return Math.min(Math.max(weightedQuantile(residuals, level, weights), tree.lower[node]!), tree.upper[node]!);
  }

  function leaf(at: number): void {
    const node = tree.leaves[at]!;
    const first = turn[0]! * rows;
    const said = loss.leafLevel === undefined ? tree.value[node]! : refitted(node, loss.leafLevel, first);
    const value = rounded(said * rules.learningRate);
    tree.value[node] = value;
    if (turn[1] === 1) return;
    const end = tree.end[node]!;
    for (let i = tree.begin[node]!; i < end; i++) train.scores[first + order[i]!]! += value;
  }

  /** Adds the tree to the scores of a chunk of rows, walking by bins. */
  function walkRows({ labels, scores, words, packed }: BinnedRows, begin: number, end: number): void {
    const { feature, left, right, value, goesLeft } = tree;
    const first = turn[0]! * labels.length;
    for (let row = begin, start = begin * words; row < end; row++, start += words) {
      let node = 0;
      for (let f = feature[0]!; f >= 0; f = feature[node]!) {
        const bin = (packed[start + (f >> 2)]! >>> ((f & 3) << 3)) & 255;
        node = goesLeft[node * maximumBins + bin] === 1 ? left[node]! : right[node]!;
      }
      scores[first + row]! += value[node]!;
    }
  }

  /** Chunks of the validation rows come first, then, for a tree on a sample, those of the training rows. */
  function walk(chunk: number): void {
    const before = validation ? chunksOf(validation.labels.length) : 0;
    if (validation && chunk < before) walkRows(validation, ...eachChunk(validation.labels.length, chunk));
    else walkRows(own, ...eachChunk(rows, chunk - before));
  }

  function measure(chunk: number): void {
    const [begin, end] = eachChunk(validation!.labels.length, chunk);
    let sum = 0;
    for (let row = begin; row < end; row++) sum += validation!.weights[row]! * loss.loss(validation!, row);
    job.validationLoss[chunk] = sum;
  }

  return [...growPhases(workspace, slot, board, find), prepare, derive, leaf, walk, measure];
}
