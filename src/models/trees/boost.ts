import type { Dataset } from "../../features/dataset.js";
import { AssayError } from "../../lib/errors.js";
import { type Random, seeded } from "../../lib/random.js";
import { binRows, binsOf, chooseBins, type FeatureBins, maximumBins } from "./binning.js";
import { createBoard } from "./board.js";
import { type BinnedRows, type BoostJob, boostPhase, boostPhases, chunksOf, type SharedTree } from "./boost-phases.js";
import { gradientNodes } from "./gradient-nodes.js";
import { leafValue } from "./gradient-criterion.js";
import { createGrower, type GrownNode, type GrowthRules } from "./grow.js";
import { type LossRows, type LossSpecification, makeLoss } from "./losses.js";
import type { TreeBody } from "./scorer.js";
import { sharedBytes, sharedNumbers, shareNumbers, sharedWholes, sharedWords } from "./shared.js";
import { startTeam } from "./start-team.js";
import { addGain, rounded, toTreeBody } from "./tree-body.js";
import { createWorkspace, openWorkspace, wordsOf } from "./workspace.js";

export interface BoostRules extends GrowthRules {
  /** Rounds: trees, or as many trees as there are classes. */
  trees: number;
  learningRate: number;
  l1: number;
  l2: number;
  minimumChildWeight: number;
  minimumGain: number;
  rowSample: number;
  columnSample: number;
  earlyStoppingRounds: number;
}

/** Rows with labels as numbers: values, or codes of classes. */
export interface BoostRows {
  data: Dataset;
  labels: Float64Array;
  weights: Float64Array;
}

export interface BoostStep {
  /** Rounds so far. */
  trees: number;
  train: number;
  /** NaN without validation rows. */
  validation: number;
}

export interface Boosted {
  base: number[];
  features: FeatureBins[];
  trees: TreeBody[];
  gain: Float64Array;
  steps: BoostStep[];
}

export interface BoostOptions {
  seed: number;
  /** 1 where predictions must rise with a feature, −1 where they must fall, else 0. */
  directions: Int8Array;
  /** Threads; what comes out does not depend on it. */
  members: number;
  signal?: AbortSignal | undefined;
  onStep?(step: BoostStep): void;
}

function countTo(n: number): Int32Array {
  const numbers = new Int32Array(n);
  for (let i = 0; i < n; i++) numbers[i] = i;
  return numbers;
}

/** A `share` of the whole numbers in `all`, by chance, in their order (Knuth's selection sampling). */
function sample(all: Int32Array, share: number, random: Random): Int32Array {
  if (share >= 1) return all;
  const chosen = new Int32Array(Math.min(all.length, Math.max(1, Math.round(all.length * share))));
  for (let i = 0, k = 0; k < chosen.length; i++)
    if (random() * (all.length - i) < chosen.length - k) chosen[k++] = all[i]!;
  return chosen;
}

/** Training loss is measured on this many rows at most, evenly spread. */
const trainingLossRows = 10_000;

/** Bytes of histograms that a tree keeps at once. */
const histogramBytes = 256e6;

const diverged = (tree: number, learningRate: number): AssayError =>
  new AssayError(`the scores are not finite any more at tree ${tree} with learningRate ${learningRate}`, {
    code: "diverged",
    hint: "lower learningRate, or rescale the target",
  });

const sumOf = (values: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
};

function shareRows({ labels, weights }: BoostRows, base: readonly number[]): LossRows {
  const n = labels.length;
  const scores = sharedNumbers(n * base.length);
  base.forEach((value, output) => scores.fill(value, output * n, (output + 1) * n));
  return { labels: shareNumbers(labels), weights: shareNumbers(weights), scores };
}

function shareBinned(rows: BoostRows, base: readonly number[], features: readonly FeatureBins[]): BinnedRows {
  const words = wordsOf(features.length);
  const packed = sharedWords(rows.data.rows * words);
  binRows(rows.data, features, { words, packed, columns: features.map(() => new Uint8Array(rows.data.rows)) });
  return { ...shareRows(rows, base), words, packed };
}

function createTree(nodes: number): SharedTree {
  const wholes = (): Int32Array => sharedWholes(nodes);
  const numbers = (): Float64Array => sharedNumbers(nodes);
  return {
    feature: wholes(), left: wholes(), right: wholes(), begin: wholes(), end: wholes(), leaves: wholes(),
    value: numbers(), lower: numbers(), upper: numbers(), goesLeft: sharedBytes(nodes * maximumBins),
  }; // prettier-ignore
}

/** Lays a grown tree out for the other threads. @returns the number of its leaves. */
function shareTree(tree: SharedTree, nodes: readonly GrownNode[], rules: BoostRules): number {
  let leaves = 0;
  nodes.forEach(({ split, left, right, begin, end, state }, at) => {
    tree.feature[at] = split ? split.feature : -1;
    tree.left[at] = left;
    tree.right[at] = right;
    tree.begin[at] = begin;
    tree.end[at] = end;
    if (split) tree.goesLeft.set(split.goesLeft, at * maximumBins);
    else {
      tree.leaves[leaves++] = at;
      tree.lower[at] = state.lower;
      tree.upper[at] = state.upper;
      tree.value[at] = leafValue(state.sums[0]!, state.sums[1]!, rules, state.lower, state.upper);
    }
  });
  return leaves;
}

/**
 * Gradient boosting on binned features. With validation rows, growth stops after `earlyStoppingRounds` rounds without a
 * better loss there, and the trees up to the best one are kept.
 *
 * @see Friedman (2001), Annals of Statistics 29; Chen & Guestrin (2016), KDD; Ke et al. (2017), LightGBM
 * @throws AssayError `diverged` where scores are not finite any more; `worker-lost` where a thread crashed.
 */
export async function boost(
  train: BoostRows,
  validation: BoostRows | undefined,
  specification: LossSpecification,
  rules: BoostRules,
  { seed, directions, members, signal, onStep }: BoostOptions,
): Promise<Boosted> {
  const random = seeded(seed);
  const loss = makeLoss(specification);
  const features = chooseBins(train.data);
  const n = train.data.rows;
  const leaves = Math.min(rules.leaves, n, 2 ** Math.min(rules.depth, 30));
  const channelBytes = 8 * wordsOf(features.length) * 4 * maximumBins * 2;
  const histograms = Math.max(4, Math.min(leaves + 1, Math.floor(histogramBytes / Math.max(channelBytes, 1))));
  const workspace = createWorkspace({ rows: n, ...binsOf(features), channels: 1, histograms, slots: 1 });
  const slot = openWorkspace(workspace, 0);
  binRows(train.data, features, slot);
  const base = loss.start(train.labels, train.weights).map(rounded);
  const job: BoostJob = {
    workspace,
    board: createBoard(n, 2, members),
    features,
    rules,
    directions,
    loss: specification,
    train: shareRows(train, base),
    validation: validation ? shareBinned(validation, base, features) : null,
    equalWeights: train.weights.every((weight) => weight === train.weights[0]),
    chances: sharedNumbers(loss.prepare ? n * loss.outputs : 0),
    allowed: sharedBytes(features.length),
    tree: createTree(2 * leaves),
    turn: sharedWholes(2),
    validationLoss: sharedNumbers(validation ? chunksOf(validation.data.rows) : 0),
  };
  const helper = { module: "src/models/trees/boost-worker.ts", name: "helpBoost" };
  const team = startTeam(helper, job, boostPhases(job), members, signal);
  const grow = createGrower(slot, job.board, rules, gradientNodes(rules, directions), team);
  const rowsWeight = (node: GrownNode): number => {
    if (job.equalWeights) return (node.end - node.begin) * train.weights[0]!;
    let sum = 0;
    for (let i = node.begin; i < node.end; i++) sum += train.weights[slot.order[i]!]!;
    return sum;
  };
  const everyRow = countTo(n);
  const everyFeature = countTo(features.length);
  const stride = Math.ceil(n / trainingLossRows);
  const chunks = chunksOf(n);
  const validationChunks = job.validationLoss.length;
  const validationWeight = validation ? sumOf(validation.weights) : 0;
  const rounds: { trees: TreeBody[]; gain: Float64Array }[] = [];
  const steps: BoostStep[] = [];
  let best = Number.POSITIVE_INFINITY;
  let bestRound = rules.trees;

  function trainingLoss(): number {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < n; i += stride) {
      sum += train.weights[i]! * loss.loss(job.train, i);
      total += train.weights[i]!;
    }
    return loss.fromMean(sum / total);
  }

  /** One more tree for an output. */
  async function addTree(output: number, rows: Int32Array, gain: Float64Array): Promise<TreeBody> {
    job.turn[0] = output;
    job.turn[1] = rows.length < n ? 1 : 0;
    await team.run(boostPhase.derive, chunks);
    slot.order.set(rows);
    const nodes = await grow(rows.length);
    addGain(nodes, gain);
    await team.run(boostPhase.leaf, shareTree(job.tree, nodes, rules));
    nodes.forEach(({ split, begin }, at) => {
      const score = job.train.scores[output * n + slot.order[begin]!]!;
      if (!split && !Number.isFinite(score + job.tree.value[at]!))
        throw diverged(rounds.length + 1, rules.learningRate);
    });
    await team.run(boostPhase.walk, validationChunks + (rows.length < n ? chunks : 0));
    return toTreeBody(nodes, features, output, (_, index) => job.tree.value[index]!, rowsWeight);
  }

  try {
    while (rounds.length < rules.trees) {
      await team.listen();
      const rows = sample(everyRow, rules.rowSample, random);
      job.allowed.fill(0);
      for (const feature of sample(everyFeature, rules.columnSample, random)) job.allowed[feature] = 1;
      if (loss.prepare) await team.run(boostPhase.prepare, chunks);
      const gain = new Float64Array(features.length);
      const trees: TreeBody[] = [];
      for (let output = 0; output < loss.outputs; output++) trees.push(await addTree(output, rows, gain));
      rounds.push({ trees, gain });
      if (validation) await team.run(boostPhase.measure, validationChunks);
      const step: BoostStep = {
        trees: rounds.length,
        train: trainingLoss(),
        validation: validation ? loss.fromMean(sumOf(job.validationLoss) / validationWeight) : Number.NaN,
      };
      steps.push(step);
      onStep?.(step);
      if (!validation) continue;
      if (step.validation < best) {
        best = step.validation;
        bestRound = step.trees;
      } else if (step.trees - bestRound >= rules.earlyStoppingRounds) break;
    }
    await team.end();
  } catch (error) {
    await team.end(error);
    throw error;
  }
  const kept = rounds.slice(0, validation ? bestRound : rounds.length);
  const gain = new Float64Array(features.length);
  for (const { gain: one } of kept) one.forEach((value, f) => (gain[f]! += value));
  return { base, features, trees: kept.flatMap(({ trees }) => trees), gain, steps };
}
