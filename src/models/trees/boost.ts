import { AssayError } from "../../lib/errors.js";
import { type Random, seeded } from "../../lib/random.js";
import { pause } from "../steps.js";
import { type Binned, binRows, chooseBins, type FeatureBins, maximumBins } from "./binning.js";
import type { Dataset } from "../../features/dataset.js";
import { createGrower, type GrownNode, type GrowthRules } from "./grow.js";
import type { Loss } from "./losses.js";
import type { TreeBody } from "./scorer.js";

export interface BoostRules extends GrowthRules {
  trees: number;
  learningRate: number;
  rowSample: number;
  columnSample: number;
  earlyStoppingRounds: number;
}

/** Rows with labels as numbers: values, or 0 and 1. */
export interface BoostRows {
  data: Dataset;
  labels: Float64Array;
  weights: Float64Array;
}

export interface BoostStep {
  /** Trees grown so far. */
  trees: number;
  train: number;
  /** NaN without validation rows. */
  validation: number;
}

export interface Boosted {
  base: number;
  features: FeatureBins[];
  trees: TreeBody[];
  gain: Float64Array;
  steps: BoostStep[];
}

/** Leaves with seven digits: the document stays small, and training goes on from what the document says. */
const rounded = (value: number): number => Number(value.toPrecision(7));

/** Adds to each score what the tree says, walking by bins. */
function addTree(nodes: readonly GrownNode[], { rows, words, packed }: Binned, scores: Float64Array): void {
  const feature = Int32Array.from(nodes, ({ split }) => split?.feature ?? -1);
  const right = Int32Array.from(nodes, (node) => node.right);
  const value = Float64Array.from(nodes, (node) => node.value);
  const goesLeft = new Uint8Array(nodes.length * maximumBins);
  nodes.forEach(({ split }, at) => split && goesLeft.set(split.goesLeft, at * maximumBins));
  for (let row = 0, first = 0; row < rows; row++, first += words) {
    let at = 0;
    for (let f = feature[0]!; f >= 0; f = feature[at]!) {
      const bin = (packed[first + (f >> 2)]! >>> ((f & 3) << 3)) & 255;
      at = goesLeft[at * maximumBins + bin] === 1 ? at + 1 : right[at]!;
    }
    scores[row]! += value[at]!;
  }
}

function toBody(nodes: readonly GrownNode[], features: readonly FeatureBins[]): TreeBody {
  const tree: TreeBody = { feature: [], value: [], right: [], missingLeft: [], sets: [] };
  for (const { split, right, value } of nodes) {
    tree.feature.push(split ? split.feature : -1);
    tree.right.push(right);
    tree.missingLeft.push(split ? split.goesLeft[0]! : 0);
    const bins = split && features[split.feature]!;
    if (!bins) tree.value.push(value);
    else if (bins.kind === "numeric") tree.value.push(bins.bounds[split.bin - 1] ?? Number.MAX_VALUE);
    else {
      tree.value.push(tree.sets.length);
      tree.sets.push(bins.levels.map((_, level) => level).filter((level) => split.goesLeft[level + 1] === 1));
    }
  }
  return tree;
}

const countTo = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

/** A `share` of the whole numbers in `all`, by chance, in their order (Knuth's selection sampling). */
function sample(all: Int32Array, share: number, random: Random): Int32Array {
  if (share >= 1) return all;
  const chosen = new Int32Array(Math.max(1, Math.round(all.length * share)));
  for (let i = 0, k = 0; k < chosen.length; i++)
    if (random() * (all.length - i) < chosen.length - k) chosen[k++] = all[i]!;
  return chosen;
}

/** Training loss is measured on this many rows at most, evenly spread. */
const trainingLossRows = 10_000;

function meanLoss(loss: Loss, { labels, weights }: BoostRows, scores: Float64Array, stride = 1): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i += stride) {
    sum += weights[i]! * loss.loss(labels[i]!, scores[i]!);
    total += weights[i]!;
  }
  return loss.fromMean(sum / total);
}

const diverged = (tree: number, learningRate: number): AssayError =>
  new AssayError(`the scores are not finite any more at tree ${tree} with learningRate ${learningRate}`, {
    code: "diverged",
    hint: "lower learningRate, or rescale the target",
  });

/**
 * Gradient boosting of depth-limited trees on binned features. With validation rows, growth stops after
 * `earlyStoppingRounds` trees without a better loss there, and the trees up to the best one are kept.
 *
 * @see Friedman (2001), Annals of Statistics 29; Chen & Guestrin (2016), KDD
 * @throws AssayError `diverged` where scores are not finite any more.
 */
export async function boost(
  train: BoostRows,
  validation: BoostRows | undefined,
  loss: Loss,
  rules: BoostRules,
  seed: number,
  { signal, onStep }: { signal?: AbortSignal; onStep?: (step: BoostStep) => void },
): Promise<Boosted> {
  const random = seeded(seed);
  const features = chooseBins(train.data);
  const binned = binRows(train.data, features);
  const validationBinned = validation && binRows(validation.data, features);
  const grower = createGrower(binned, features, rules);
  const { labels, weights } = train;
  const n = labels.length;
  const base = rounded(loss.start(labels, weights));
  const scores = new Float64Array(n).fill(base);
  const validationScores = new Float64Array(validation?.labels.length ?? 0).fill(base);
  const stride = Math.ceil(n / trainingLossRows);
  const everyRow = countTo(n);
  const everyColumn = countTo(features.length);
  const trees: TreeBody[] = [];
  const gains: Float64Array[] = [];
  const steps: BoostStep[] = [];
  let best = Number.POSITIVE_INFINITY;
  let bestTrees = rules.trees;

  function residualsOf(rows: Int32Array): Float64Array {
    const residuals = new Float64Array(rows.length);
    for (let k = 0; k < rows.length; k++) residuals[k] = labels[rows[k]!]! - scores[rows[k]!]!;
    return residuals;
  }

  const equalWeights = weights.every((weight) => weight === weights[0]);
  const weightsOf = (rows: Int32Array): Float64Array => Float64Array.from(rows, (row) => weights[row]!);

  while (trees.length < rules.trees) {
    await pause(signal);
    loss.derive(labels, scores, weights, grower.pairs);
    const rows = sample(everyRow, rules.rowSample, random);
    const columns = sample(everyColumn, rules.columnSample, random);
    grower.order.set(rows);
    const nodes = grower.grow(rows.length, columns);
    const gain = new Float64Array(features.length);
    for (const node of nodes) {
      if (node.split) gain[node.split.feature]! += node.split.gain;
      else {
        const leafRows = grower.order.subarray(node.begin, node.end);
        const value = loss.leaf
          ? loss.leaf(residualsOf(leafRows), equalWeights ? undefined : weightsOf(leafRows))
          : node.value;
        node.value = rounded(value * rules.learningRate);
        if (!Number.isFinite(scores[leafRows[0]!]! + node.value)) throw diverged(trees.length + 1, rules.learningRate);
      }
    }
    trees.push(toBody(nodes, features));
    gains.push(gain);
    if (rows.length < n) addTree(nodes, binned, scores);
    else
      for (const { split, value, begin, end } of nodes)
        if (!split) for (let i = begin; i < end; i++) scores[grower.order[i]!]! += value;
    if (validationBinned) addTree(nodes, validationBinned, validationScores);
    const step: BoostStep = {
      trees: trees.length,
      train: meanLoss(loss, train, scores, stride),
      validation: validation ? meanLoss(loss, validation, validationScores) : Number.NaN,
    };
    steps.push(step);
    onStep?.(step);
    if (!validation) continue;
    if (step.validation < best) {
      best = step.validation;
      bestTrees = step.trees;
    } else if (step.trees - bestTrees >= rules.earlyStoppingRounds) break;
  }
  const kept = validation ? bestTrees : trees.length;
  const gain = new Float64Array(features.length);
  for (const one of gains.slice(0, kept)) one.forEach((value, f) => (gain[f]! += value));
  return { base, features, trees: trees.slice(0, kept), gain, steps };
}
