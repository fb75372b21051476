import type { Dataset } from "../../features/dataset.js";
import { seeded } from "../../lib/random.js";
import { runInWorker } from "../../lib/worker-pool.js";
import { pause } from "../steps.js";
import { binRows, binsOf, chooseBins, type FeatureBins } from "./binning.js";
import { createForestGrower, type ForestJob, type ForestRules, type ForestTree, takeTree } from "./forest-trees.js";
import type { TreeBody } from "./scorer.js";
import { shareNumbers, sharedWholes } from "./shared.js";
import { channelCells, createWorkspace, openWorkspace } from "./workspace.js";

export interface Forest {
  features: FeatureBins[];
  trees: TreeBody[];
  gain: Float64Array;
}

export interface ForestOptions {
  seed: number;
  /** Threads, each with trees of its own; what comes out does not depend on it. */
  members: number;
  signal?: AbortSignal | undefined;
  /** Trees grown so far. */
  onTree?(done: number): void;
}

/** Bytes of histograms that each thread keeps at once. */
const histogramBytes = 128e6;

/**
 * Trees grown each on its own sample of the rows, to be averaged. Each has a seed of its own.
 *
 * @param classes 0 where labels are values.
 * @see Breiman (2001), Machine Learning 45; Geurts, Ernst & Wehenkel (2006), Machine Learning 63
 */
export async function growForest(
  { data, labels, weights, classes }: { data: Dataset; labels: Float64Array; weights: Float64Array; classes: number },
  rules: ForestRules,
  { seed, members, signal, onTree }: ForestOptions,
): Promise<Forest> {
  const features = chooseBins(data);
  const channels = Math.max(1, Math.ceil(classes / 2));
  const bytes = Math.max(1, 8 * channels * channelCells(features.length));
  const leaves = Math.min(rules.leaves, data.rows, 2 ** Math.min(rules.depth, 30));
  const histograms = Math.max(4, Math.min(leaves + 1, Math.floor(histogramBytes / bytes)));
  const slots = Math.min(members, rules.trees);
  const workspace = createWorkspace({ rows: data.rows, ...binsOf(features), channels, histograms, slots });
  binRows(data, features, openWorkspace(workspace, 0));
  const random = seeded(seed);
  let total = 0;
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    total += weights[i]!;
    sum += weights[i]! * labels[i]!;
  }
  const job: ForestJob = {
    workspace,
    features,
    rules,
    labels: shareNumbers(labels),
    weights: shareNumbers(weights),
    classes,
    centre: classes > 0 ? 0 : sum / total,
    seeds: Int32Array.from({ length: rules.trees }, () => Math.floor(random() * 0x100000000)),
    turn: sharedWholes(2 + slots),
  };
  const stop = new AbortController();
  let lost: unknown;
  const helpers = Array.from({ length: slots - 1 }, (_, k) =>
    runInWorker<unknown, ForestTree[]>(
      { module: "src/models/trees/forest-worker.ts", name: "helpForest" },
      { job, slot: k + 1 },
      { signal: stop.signal },
    ).catch((error: unknown): ForestTree[] => {
      // One that did not come took no trees: the others grow them.
      if (Atomics.load(job.turn, k + 3) === 1) lost ??= error;
      return [];
    }),
  );
  const growTree = createForestGrower(job, 0);
  const grown: ForestTree[] = [];
  try {
    for (let index = takeTree(job); index >= 0; index = takeTree(job)) {
      await pause(signal);
      if (lost !== undefined) throw lost as Error;
      grown.push(await growTree(index));
      onTree?.(Atomics.add(job.turn, 1, 1) + 1);
    }
    for (const trees of await Promise.all(helpers)) grown.push(...trees);
    if (lost !== undefined) throw lost as Error;
    onTree?.(rules.trees);
  } catch (error) {
    stop.abort(error);
    await Promise.all(helpers);
    throw error;
  }
  grown.sort((a, b) => a.index - b.index);
  const gain = new Float64Array(features.length);
  for (const { gain: one } of grown) one.forEach((value, f) => (gain[f]! += value));
  return { features, trees: grown.map(({ tree }) => tree), gain };
}
