import { freemem } from "node:os";
import type { FeatureTable } from "../features/dataset.js";
import type { OnProgress, ProgressEvent } from "../lib/progress.js";
import { availableWorkers, runInWorker } from "../lib/worker-pool.js";
import { shareRows } from "../models/fit-job.js";
import type { Family } from "../models/types.js";
import type { Project } from "../projects/types.js";
import { fitRun, type FitRunInput, type FittedRun } from "./fit-run.js";
import { labelledTable } from "./measure-fold.js";
import type { PlannedRun } from "./plan-runs.js";
import { trainRun } from "./train-run.js";
import type { NewRun } from "./write-run.js";

export interface TrainMissingOptions {
  /** Fits at once; by default all cores, where the rows are worth a thread and memory allows it. */
  workers?: number;
  tags: Record<string, string>;
  now(): Date;
  onProgress?: OnProgress;
  signal?: AbortSignal;
  /** Keeps a run as soon as it is there. */
  keep(run: NewRun): Promise<void>;
}

/** Starting a thread takes about as long as fitting so many rows. */
const rowsWorthAThread = 2000;

/** A fit holds its rows, their encoding and what it learns of them: some times the table, and what a thread needs. */
const copiesOfTable = 5;
const bytesOfThread = 400e6;

/** The families that take longest, so that they start first. */
const slowFirst: readonly Family[] = ["combined", "neural", "trees", "linear", "baseline"];

function workersFor({ rows, dataset }: FeatureTable, fits: number): number {
  if (rows < rowsWorthAThread) return 1;
  const bytes = copiesOfTable * 8 * rows * (dataset.columns.length + 1) + bytesOfThread;
  return Math.max(1, Math.min(availableWorkers(), fits, Math.floor(freemem() / bytes)));
}

/**
 * Trains what is missing, several at once in worker threads, the slowest families first, each kept as soon as it is
 * there; the first fault ends the rest. A lone fit stays in this thread, where it may use all cores itself. What comes
 * of it does not depend on how many work at once.
 */
export async function trainMissing(
  project: Project,
  table: FeatureTable,
  missing: readonly PlannedRun[],
  { workers, tags, now, onProgress, signal, keep }: TrainMissingOptions,
): Promise<void> {
  const atOnce = Math.min(missing.length, workers ?? workersFor(table, missing.length));
  const stop = new AbortController();
  const follow = (): void => stop.abort(signal!.reason);
  if (signal?.aborted) follow();
  signal?.addEventListener("abort", follow, { once: true });
  const rows = atOnce > 1 ? shareRows(labelledTable(table)) : labelledTable(table);
  const plans = [...missing].sort((a, b) => slowFirst.indexOf(a.learner.family) - slowFirst.indexOf(b.learner.family));
  const waiting = atOnce > 1 ? plans : [...missing];
  const running: string[] = [];
  let done = 0;

  /** Of several at once, one is shown: the one that has run longest. */
  const tell = (event: ProgressEvent): void => {
    if (event.task.startsWith(running[0] ?? "")) onProgress?.(event);
  };
  const fit = (input: FitRunInput): Promise<FittedRun> =>
    atOnce === 1
      ? fitRun(input, (event) => onProgress?.(event), stop.signal)
      : runInWorker({ module: "src/tracking/fit-run.ts", name: "fitRun" }, input, {
          signal: stop.signal,
          onReport: (event) => tell(event as ProgressEvent),
        });

  async function line(): Promise<void> {
    for (let plan = waiting.shift(); plan; plan = waiting.shift()) {
      stop.signal.throwIfAborted();
      const { name } = plan.specification;
      const task = `${project.id} · ${name}`;
      running.push(task);
      onProgress?.({ task: project.id, stage: "training", done, total: missing.length, detail: name });
      const run = await trainRun({ ...plan, project, table, tags }, rows, now, fit);
      stop.signal.throwIfAborted();
      await keep(run);
      running.splice(running.indexOf(task), 1);
      done++;
    }
  }

  try {
    await Promise.all(
      Array.from({ length: atOnce }, () =>
        line().catch((error: unknown) => {
          stop.abort(error);
          throw error;
        }),
      ),
    );
    onProgress?.({ task: project.id, stage: "training", done, total: missing.length });
  } finally {
    signal?.removeEventListener("abort", follow);
  }
}
