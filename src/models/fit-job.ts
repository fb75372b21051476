import { takeRows, type Column, type Target } from "../features/dataset.js";
import { AssayError } from "../lib/errors.js";
import type { ProgressEvent } from "../lib/progress.js";
import { runInWorkers } from "../lib/worker-pool.js";
import { takeLabelled } from "./cross-fit.js";
import { getLearner } from "./index.js";
import type { Labelled, Parameters } from "./types.js";

/** One independent fit: some rows train, some stop and tune, and some are predicted. */
export interface FitJob {
  learner: string;
  rows: Labelled;
  /** Indexes of rows. */
  train: Int32Array;
  validation: Int32Array;
  predict: Int32Array;
  parameters: Parameters;
  seed: number;
  backend: string;
  task: string;
}

export interface FitJobResult {
  /** As `Model.predict`, of the rows asked for; none where the fit diverged. */
  predictions: Float64Array | null;
  /** Why there are none. */
  failure: string | null;
  seconds: number;
  backend: string;
  backendNotes: string[];
}

/** Does one job; a loss that is no number any more is a result, since other parameters may do. */
export async function fitJob(job: FitJob, report: (event: ProgressEvent) => void): Promise<FitJobResult> {
  const { learner, rows, parameters, seed, backend, task } = job;
  const clock = performance.now();
  const seconds = (): number => (performance.now() - clock) / 1000;
  try {
    const fit = await getLearner(learner).fit({
      train: takeLabelled(rows, job.train),
      ...(job.validation.length > 0 ? { validation: takeLabelled(rows, job.validation) } : {}),
      parameters,
      seed,
      backend,
      task,
      onProgress: report,
    });
    const predictions = fit.model.predict(takeRows(rows.data, job.predict));
    report({ task, stage: "fitted", done: 1, total: 1 });
    const { backend: used, backendNotes } = fit;
    return { predictions, failure: null, seconds: seconds(), backend: used, backendNotes };
  } catch (error) {
    if (!(error instanceof AssayError && error.code === "diverged")) throw error;
    return { predictions: null, failure: error.message, seconds: seconds(), backend, backendNotes: [] };
  }
}

const sharedNumbers = (values: Float64Array): Float64Array => {
  const own = new Float64Array(new SharedArrayBuffer(values.byteLength));
  own.set(values);
  return own;
};

const sharedCodes = (codes: Int32Array): Int32Array => {
  const own = new Int32Array(new SharedArrayBuffer(codes.byteLength));
  own.set(codes);
  return own;
};

/** The same rows in memory that worker threads share, so that handing them over copies nothing. */
export function shareRows({ data, target, weights, unit }: Labelled): Labelled {
  const columns = data.columns.map((column): Column =>
    column.kind === "numeric"
      ? { ...column, values: sharedNumbers(column.values) }
      : { ...column, codes: sharedCodes(column.codes) },
  );
  const labels: Target =
    target.task === "regression"
      ? { ...target, values: sharedNumbers(target.values) }
      : { ...target, codes: sharedCodes(target.codes) };
  return {
    data: { rows: data.rows, columns },
    target: labels,
    ...(weights && { weights: sharedNumbers(weights) }),
    ...(unit && { unit: sharedCodes(unit) }),
  };
}

export interface JobsOptions {
  /** How many at once; all cores by default. */
  workers?: number;
  signal?: AbortSignal;
  /** Told how far each job is; `fitted` is its last stage. */
  onProgress?(index: number, event: ProgressEvent): void;
}

/**
 * Does independent fits on all cores, one worker thread each; results are in the order of the jobs and do not depend on
 * how many work at once.
 */
export const runJobs = (
  jobs: readonly FitJob[],
  { onProgress, ...options }: JobsOptions = {},
): Promise<FitJobResult[]> =>
  runInWorkers<FitJob, FitJobResult>({ module: "src/models/fit-job.ts", name: "fitJob" }, jobs, {
    ...options,
    onReport: (index, event) => onProgress?.(index, event as ProgressEvent),
  });
