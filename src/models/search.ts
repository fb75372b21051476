import type { OnProgress } from "../lib/progress.js";
import { seeded, shuffle } from "../lib/random.js";
import { type FitJobResult, runJobs, shareRows } from "./fit-job.js";
import { drawParameters, getSearchSpace } from "./search-space.js";
import type { Labelled, Learner, Parameters } from "./types.js";

export const searchStrategies = ["halving", "random"] as const;
export type SearchStrategy = (typeof searchStrategies)[number];

export interface SearchRules {
  learner: Learner;
  /** Kept where the space says nothing; the first trial is these alone. */
  base: Parameters;
  trials: number;
  strategy: SearchStrategy;
  seed: number;
  backend: string;
}

export interface SearchRows {
  rows: Labelled;
  train: Int32Array;
  /** Stop and tune, and choose. */
  validation: Int32Array;
  /** From predictions of the validation rows: all metrics, and the one to choose by, larger being better. */
  measure(predictions: Float64Array): { score: number; metrics: Record<string, number> };
}

/** One set of parameters, as far as the search took it. */
export interface Trial {
  /** From 1, in the order drawn. */
  number: number;
  parameters: Parameters;
  /** Rows that the last fit trained on. */
  trainingRows: number;
  /** NaN where the fit diverged. */
  score: number;
  /** On the first rung, where all trials train on the same rows and none is chosen yet. */
  firstScore: number;
  metrics: Record<string, number>;
  /** Why there are none; null where there are. */
  failure: string | null;
  seconds: number;
  backend: string;
  backendNotes: string[];
}

export interface SearchOptions {
  task: string;
  workers?: number;
  onProgress?: OnProgress;
  signal?: AbortSignal;
  /** Told each trial once, when it is out or at the end. */
  onTrial(trial: Trial): void | Promise<void>;
}

/** Of the trials of a rung, one in this many goes on, with this many times the rows. */
const reduction = 3;

/** Shares of the training rows, rung by rung: successive halving starts with few rows for many. */
export function rungShares(strategy: SearchStrategy, trials: number): number[] {
  const rungs = strategy === "random" ? 0 : Math.floor(Math.log(trials + 0.5) / Math.log(reduction));
  return Array.from({ length: rungs + 1 }, (_, k) => reduction ** (k - rungs));
}

/** A trial that is not out yet; `firstScore` once it is past the first rung. */
type Candidate = Pick<Trial, "number" | "parameters"> & { firstScore?: number };

/** Larger first, NaN last, then in the order drawn. */
const better = (a: Trial, b: Trial): number =>
  (Number.isNaN(a.score) ? 1 : 0) - (Number.isNaN(b.score) ? 1 : 0) || b.score - a.score || a.number - b.number;

function trialOf(
  { firstScore, ...candidate }: Candidate,
  trainingRows: number,
  { predictions, ...result }: FitJobResult,
  measure: SearchRows["measure"],
): Trial {
  const measured = predictions ? measure(predictions) : { score: Number.NaN, metrics: {} };
  return { ...candidate, trainingRows, ...measured, firstScore: firstScore ?? measured.score, ...result };
}

/**
 * Searches a learner's declared space: at random, each trial on all training rows; or by successive halving, where all
 * trials start on few rows and one in three goes on with three times as many. The first trial is the parameters as they
 * are. Chosen by validation rows; test rows are never looked at. Same seed, same trials, whatever the number of workers.
 *
 * @returns the trials of the last rung, the best first.
 * @see Jamieson & Talwalkar (2016), AISTATS (successive halving); Bergstra & Bengio (2012), JMLR 13 (random search)
 */
export async function search(
  { learner, base, trials, strategy, seed, backend }: SearchRules,
  { rows, train, validation, measure }: SearchRows,
  { task, workers, onProgress, signal, onTrial }: SearchOptions,
): Promise<Trial[]> {
  const space = getSearchSpace(learner.name);
  const random = seeded(seed);
  let candidates = Array.from({ length: trials }, (_, k): Candidate => ({
    number: k + 1,
    parameters: k === 0 ? base : { ...base, ...drawParameters(space, random) },
  }));
  const order = shuffle(train.slice(), random);
  const own = shareRows(rows);
  const shares = rungShares(strategy, trials);
  const sizes = shares.map((_, rung) => Math.max(1, Math.ceil(trials / reduction ** rung)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  for (const [rung, share] of shares.entries()) {
    const part = order.slice(0, Math.max(1, Math.round(share * order.length))).sort();
    const jobs = candidates.map(({ number, parameters }) => ({
      learner: learner.name,
      rows: own,
      train: part,
      validation,
      predict: validation,
      parameters,
      seed,
      backend,
      task: `trial ${number}`,
    }));
    const results = await runJobs(jobs, {
      ...(workers === undefined ? {} : { workers }),
      ...(signal ? { signal } : {}),
      onProgress(index, { stage, done: step }) {
        if (stage === "fitted") done++;
        onProgress?.({ task, stage: "trials", done, total, detail: `${jobs[index]!.task}, ${stage} ${step}` });
      },
    });
    const ranked = results.map((result, k) => trialOf(candidates[k]!, part.length, result, measure)).sort(better);
    const last = rung + 1 === shares.length;
    const kept = last ? 0 : sizes[rung + 1]!;
    for (const trial of ranked.slice(kept)) await onTrial(trial);
    if (last) return ranked;
    candidates = ranked
      .slice(0, kept)
      .map(({ number, parameters, firstScore }) => ({ number, parameters, firstScore }));
  }
  throw new RangeError("a search needs at least one rung");
}
