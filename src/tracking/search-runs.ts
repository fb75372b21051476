import { AssayError } from "../lib/errors.js";
import { sha256Json } from "../lib/hash.js";
import { getMetric } from "../metrics/index.js";
import { getSearchSpace } from "../models/search-space.js";
import { search, type SearchStrategy, type Trial } from "../models/search.js";
import type { Project } from "../projects/types.js";
import { commonTags } from "./common-tags.js";
import type { Identity } from "./identity.js";
import { listRuns } from "./list-runs.js";
import { labelledTable, measureRows } from "./measure-fold.js";
import { rowsOf } from "./measure-run.js";
import { newRun } from "./new-run.js";
import { planRuns, type PlannedRun } from "./plan-runs.js";
import { buildTable, readFinished, type StoreOptions, withProjectStore } from "./project-store.js";
import { firstRungPrefix, tagNames } from "./tag-names.js";
import type { TrackedRun } from "./types.js";
import { writeRun } from "./write-run.js";

export interface SearchRunsOptions extends StoreOptions {
  /** One model of the project, or its learner. */
  model: string;
  trials: number;
  strategy: SearchStrategy;
  seed?: number;
  backend?: string;
  /** Threads; all cores by default. */
  workers?: number;
}

export interface SearchedRuns {
  /** The search itself; its parameters are those of the best trial. */
  parent: TrackedRun;
  /** The best first. */
  trials: TrackedRun[];
}

async function planOne(project: Project, { model, ...options }: SearchRunsOptions): Promise<PlannedRun> {
  const plans = await planRuns(project, { ...options, only: [model] });
  if (plans.length === 1) return plans[0]!;
  throw new AssayError(
    `${project.id}: "${model}" means ${plans.map(({ specification }) => specification.name).join(" and ")}`,
    { code: "usage", hint: "search one at a time" },
  );
}

const validated = (metrics: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`validation_${name}`, value]));

/**
 * Searches a model's declared space and tracks each trial as a run of its own under the search, as MLflow nests them
 * (`mlflow.parentRunId`). Trials are chosen by the policy's primary metric on validation rows and never see a test row;
 * they keep parameters and metrics, and no predictions. They are no versions of the model, so that no alias can point at
 * one. To use the best, put its parameters into the project. A search that is there is read, not done again.
 *
 * @throws AssayError `no-model`, `no-space`, `no-validation` and those of `ensureRuns`; `all-diverged`.
 * @example await searchRuns(project, { root, env, now, model: "boosted-trees", trials: 20, strategy: "halving" })
 */
export async function searchRuns(project: Project, options: SearchRunsOptions): Promise<SearchedRuns> {
  const plan = await planOne(project, options);
  const { learner, parameters: base, seed, backend, specification } = plan;
  const { root, env, now, trials, strategy, onProgress, signal, workers } = options;
  const derived = (...parts: unknown[]): Identity => ({
    ...plan.identity,
    identity: sha256Json([plan.identity.identity, getSearchSpace(learner.name), trials, strategy, ...parts]),
  });
  const parentIdentity = derived("search");
  const parentId = parentIdentity.identity.slice(0, 32);
  const { primaryMetric } = project.policy;
  const direction = getMetric(primaryMetric).direction;
  const sign = direction === "maximize" ? 1 : -1;

  await withProjectStore(project, options, async ({ store, experiment }) => {
    if (readFinished(experiment, parentId)) return;
    const startedAt = now();
    const table = await buildTable(project, options);
    const validation = rowsOf(table, "validation");
    if (validation.length === 0)
      throw new AssayError(`${project.id} has no validation rows to choose by`, {
        code: "no-validation",
        hint: "give its split a validation part",
      });
    const tags = await commonTags(root);
    const describe = (name: string, title: string, identity: Identity, more: Record<string, string>) => ({
      project,
      name,
      title,
      learner,
      identity,
      seed,
      tags: { ...tags, ...more },
    });

    async function keepTrial(trial: Trial): Promise<void> {
      const { number, metrics, seconds, failure, firstScore } = trial;
      const run = newRun(
        describe(`${specification.name}-trial-${number}`, `${specification.title}, trial ${number}`, derived(number), {
          [tagNames.parentRun]: parentId,
          [tagNames.trial]: String(number),
          ...(failure === null ? {} : { [tagNames.failure]: failure }),
        }),
        {
          ...trial,
          startedAt,
          endedAt: now(),
          history: {},
          metrics: {
            ...validated(metrics),
            ...(Number.isNaN(firstScore) ? {} : { [firstRungPrefix + primaryMetric]: sign * firstScore }),
            training_seconds: seconds,
          },
        },
        () => Promise.resolve(),
      );
      await writeRun(store, experiment, run);
    }

    const [best] = await search(
      { learner, base, trials, strategy, seed, backend },
      {
        rows: labelledTable(table),
        train: rowsOf(table, "train"),
        validation,
        measure(predictions) {
          const metrics = measureRows(table, project, validation, predictions);
          return { score: sign * (metrics[primaryMetric] ?? Number.NaN), metrics };
        },
      },
      {
        task: `${project.id} · searching ${specification.name}`,
        ...(workers === undefined ? {} : { workers }),
        ...(onProgress ? { onProgress } : {}),
        ...(signal ? { signal } : {}),
        onTrial: keepTrial,
      },
    );
    if (Number.isNaN(best!.score))
      throw new AssayError(
        `${specification.name}: no trial came to an end: ${best!.failure ?? "no metric is defined"}`,
        {
          code: "all-diverged",
          hint: "search another learner, or look at the data",
        },
      );
    const summary = { trials, strategy, best: best!.number };
    await writeRun(
      store,
      experiment,
      newRun(
        describe(`${specification.name}-search`, `${specification.title}, search`, parentIdentity, {
          [tagNames.search]: JSON.stringify(summary),
        }),
        { ...best!, startedAt, endedAt: now(), history: {}, metrics: validated(best!.metrics) },
        () => Promise.resolve(),
      ),
    );
  });

  const { runs } = await listRuns({ root, env, project: project.id });
  const rowsAndScore = ({ metrics, tags }: TrackedRun): [number, number] => [
    Number(tags[tagNames.trainingRows]),
    sign * (metrics[`validation_${primaryMetric}`]?.last ?? Number.NaN),
  ];
  /** Those that got furthest first, then by score; one that diverged last. */
  const order = (a: TrackedRun, b: TrackedRun): number => {
    const [[rowsA, scoreA], [rowsB, scoreB]] = [rowsAndScore(a), rowsAndScore(b)];
    return rowsB - rowsA || (Number.isNaN(scoreA) ? 1 : Number.isNaN(scoreB) ? -1 : scoreB - scoreA);
  };
  return {
    parent: runs.find(({ runId }) => runId === parentId)!,
    trials: runs.filter(({ parentRunId }) => parentRunId === parentId).sort(order),
  };
}
