import { join } from "node:path";
import type { FeatureTable } from "../features/dataset.js";
import { AssayError } from "../lib/errors.js";
import { type Fold, foldEstimate, stratifiedFolds, timeFolds } from "../models/cross-validate.js";
import { runJobs, shareRows } from "../models/fit-job.js";
import type { Project } from "../projects/types.js";
import { ensureRuns, type EnsureOptions } from "./ensure-runs.js";
import { labelledTable, measureRows } from "./measure-fold.js";
import { rowsOf } from "./measure-run.js";
import { formatMetricLines } from "./metric-lines.js";
import { planRuns } from "./plan-runs.js";
import { buildTable, readFinished, withProjectStore } from "./project-store.js";
import { tagNames } from "./tag-names.js";
import type { TrackedRun } from "./types.js";
import { placeFile } from "./write-run.js";

export interface CrossValidateOptions extends EnsureOptions {
  folds: number;
  /** Of the whole dealing; folds in the order of time have one. */
  repeats: number;
}

/** All rows but those that judge: a recipe chosen by them is not judged by them again. */
function foldsOf(table: FeatureTable, project: Project, { folds, repeats, seed }: CrossValidateOptions): Fold[] {
  const parts = [rowsOf(table, "train"), rowsOf(table, "validation")];
  const index = Int32Array.from(parts.flatMap((part) => [...part])).sort();
  const rows = labelledTable(table);
  if (project.split.by === "hash") return stratifiedFolds(rows, index, { folds, repeats, seed: seed ?? 1 });
  if (repeats !== 1)
    throw new AssayError(`${project.id} is split by time; its folds have one order, so that repeats say nothing new`, {
      code: "usage",
      hint: "leave --repeats out",
    });
  return timeFolds(rows, index, table.time!, folds);
}

/**
 * Cross-validates the recipes of a project's runs on all rows but test and production rows, and adds to each run what
 * came of it: `cv_<metric>_mean` and `cv_<metric>_error`, Nadeau and Bengio's. Folds are stratified and repeated; of a
 * project that is split by time they are in its order, one. Fits run on all cores. What is there is not done again.
 *
 * @returns the runs, as `ensureRuns` does.
 * @throws AssayError `too-few-units`, `usage` for repeats in time, `diverged`, and those of `ensureRuns`.
 */
export async function crossValidateRuns(project: Project, options: CrossValidateOptions): Promise<TrackedRun[]> {
  const runs = await ensureRuns(project, options);
  const plans = await planRuns(project, options);
  const { now, onProgress, signal, workers } = options;
  const scheme = JSON.stringify({
    folds: options.folds,
    repeats: options.repeats,
    order: project.split.by === "time" ? "time" : "chance",
    seed: options.seed ?? 1,
  });
  const missing = plans.filter(
    ({ runId }) => runs.find((run) => run.runId === runId)?.tags[tagNames.crossValidation] !== scheme,
  );
  if (missing.length === 0) return runs;
  const table = await buildTable(project, options);
  const folds = foldsOf(table, project, options);
  const rows = shareRows(labelledTable(table));
  const jobs = missing.flatMap(({ specification, learner, parameters, seed, backend }) =>
    folds.map(({ train, validation, test }, k) => ({
      learner: learner.name,
      rows,
      train,
      validation,
      predict: test,
      parameters,
      seed: seed + k,
      backend,
      task: `${specification.name}, fold ${k + 1}`,
    })),
  );
  let done = 0;
  const task = `${project.id} · cross-validation`;
  const results = await runJobs(jobs, {
    ...(workers === undefined ? {} : { workers }),
    ...(signal ? { signal } : {}),
    onProgress(index, { stage }) {
      if (stage === "fitted") done++;
      onProgress?.({ task, stage: "folds", done, total: jobs.length, detail: jobs[index]!.task });
    },
  });
  const measured = results.map(({ predictions, failure }, at) => {
    if (predictions) return measureRows(table, project, folds[at % folds.length]!.test, predictions);
    throw new AssayError(`${jobs[at]!.task}: ${failure}`, { code: "diverged", hint: "lower learningRate" });
  });
  const timestamp = now().getTime();
  await withProjectStore(project, options, async ({ store, experiment }) => {
    const shelf = { store, project: project.id };
    for (const [m, { runId }] of missing.entries()) {
      const own = measured.slice(m * folds.length, (m + 1) * folds.length);
      const folder = join(experiment.folder, runId);
      const names = Object.keys(own[0]!).filter((name) => own.every((fold) => fold[name] !== undefined));
      for (const name of names) {
        const { mean, error } = foldEstimate(own.map((fold) => fold[name]!), folds); // prettier-ignore
        for (const [part, value] of Object.entries({ mean, error }))
          if (!Number.isNaN(value))
            await placeFile(
              shelf,
              join(folder, "metrics", `cv_${name}_${part}`),
              formatMetricLines([{ step: 0, value, timestamp }]),
            );
      }
      await placeFile(shelf, join(folder, "tags", tagNames.crossValidation), scheme);
    }
    for (const [at, run] of runs.entries()) {
      const fresh = readFinished(experiment, run.runId);
      if (fresh) runs[at] = { ...fresh, aliases: run.aliases };
    }
  });
  return runs;
}
