import { existsSync } from "node:fs";
import { join } from "node:path";
import { withDatabase } from "../engine/database.js";
import type { FeatureTable } from "../features/dataset.js";
import { openProject } from "../features/open-project.js";
import { readFeatureTable } from "../features/read-features.js";
import { withLock } from "../lib/lock.js";
import type { OnProgress } from "../lib/progress.js";
import type { Project } from "../projects/types.js";
import { locateStore, type LocalStore } from "./location.js";
import { planRuns, type PlannedRun, type PlanOptions } from "./plan-runs.js";
import { readExperiments, readRun, type Experiment } from "./read-runs.js";
import { readRegisteredModel } from "./registry.js";
import { mayStay, planAliases, readAliased, settleRegistry, type CurrentRun } from "./settle-registry.js";
import { commonTags } from "./common-tags.js";
import { tagNames } from "./tag-names.js";
import { trainRun } from "./train-run.js";
import type { TrackedRun } from "./types.js";
import { ensureExperiment, removeDrafts, writeRun } from "./write-run.js";
import { registerRuns } from "./write-registry.js";

export interface EnsureOptions extends PlanOptions {
  now(): Date;
  onProgress?: OnProgress;
  /** Aborting rejects with its reason; nothing half-written is kept. */
  signal?: AbortSignal;
}

/** A run of the store that is finished and readable; null otherwise, and it will be trained again. */
function readFinished(experiment: Experiment | null, runId: string): TrackedRun | null {
  if (!experiment || !existsSync(join(experiment.folder, runId))) return null;
  try {
    const run = readRun(join(experiment.folder, runId), experiment);
    const isWhole = run?.status === "FINISHED" && existsSync(run.artifact("predictions.parquet"));
    return isWhole ? run : null;
  } catch {
    return null;
  }
}

const experimentOf = (store: LocalStore, project: Project): Experiment | null =>
  readExperiments(store.folder).experiments.find(({ name }) => name === project.id) ?? null;

/** What is there of what is planned; null in the place of what is missing. */
const readPlanned = (experiment: Experiment | null, plans: readonly PlannedRun[]): (TrackedRun | null)[] =>
  plans.map(({ runId }) => readFinished(experiment, runId));

async function buildTable(project: Project, { root, env, onProgress }: EnsureOptions): Promise<FeatureTable> {
  return await withDatabase(async (database) => {
    await openProject(database, project, { root, env, ...(onProgress ? { onProgress } : {}) });
    onProgress?.({ task: project.id, stage: "reading features", done: 0, total: 1 });
    const table = await readFeatureTable(database, project);
    onProgress?.({ task: project.id, stage: "reading features", done: 1, total: 1, detail: `${table.rows} rows` });
    return table;
  });
}

async function trainMissing(
  project: Project,
  plans: readonly PlannedRun[],
  store: LocalStore,
  options: EnsureOptions,
): Promise<void> {
  const { root, now, onProgress, signal } = options;
  const experiment = await ensureExperiment(store, project.id, now().getTime());
  const present = readPlanned(experiment, plans);
  const missing = plans.filter((_, index) => present[index] === null);
  if (missing.length === 0) return;
  const tags = { ...(await commonTags(root)), ...chosenTag(options) };
  const table = await buildTable(project, options);
  for (const [index, plan] of missing.entries()) {
    signal?.throwIfAborted();
    const detail = plan.specification.name;
    onProgress?.({ task: project.id, stage: "training", done: index, total: missing.length, detail });
    const run = await trainRun({ ...options, ...plan, project, table, commonTags: tags });
    signal?.throwIfAborted();
    await writeRun(store, experiment, run);
  }
  onProgress?.({ task: project.id, stage: "training", done: missing.length, total: missing.length });
}

/** What a reader chose for this training alone. */
const chosenTag = ({ seed, backend }: EnsureOptions): Record<string, string> => {
  const chosen = [
    ...(seed === undefined ? [] : ["seed"]),
    ...(backend === undefined || backend === "auto" ? [] : ["backend"]),
  ];
  return chosen.length > 0 ? { [tagNames.chosen]: chosen.join(",") } : {};
};

/** Aliases follow a plain call only: one with a model, seed or back end of the reader's choice is a trial. */
const isPlain = ({ only, seed, backend }: EnsureOptions): boolean =>
  (!only || only.length === 0) && seed === undefined && (backend === undefined || backend === "auto");

const withAliases = (run: TrackedRun, aliases: Record<string, string>): TrackedRun => ({
  ...run,
  aliases: Object.keys(aliases).filter((alias) => aliases[alias] === run.runId),
});

function isSettled(
  store: LocalStore,
  project: Project,
  experiment: Experiment,
  current: CurrentRun[],
  now: Date,
): boolean {
  const model = readRegisteredModel(store.folder, project.id);
  const registered = new Set(model.versions.map(({ runId }) => runId));
  const plan = planAliases({ store, project, experiment, current, now }, model);
  return (
    current.every(({ run }) => registered.has(run.runId)) &&
    (!plan ||
      (model.aliases["champion"] === plan.champion.runId && model.aliases["challenger"] === plan.challenger?.runId))
  );
}

/**
 * Champion and challenger that a reader trained with a seed or back end of their own on today's data and code: no
 * specification asks for them, and the registry does.
 */
function chosenRuns(
  experiment: Experiment | null,
  current: readonly CurrentRun[],
  aliases: Record<string, string>,
): TrackedRun[] {
  const ids = [...new Set([aliases["champion"], aliases["challenger"]])];
  return ids.flatMap((id) => {
    const run = experiment && !current.some(({ run }) => run.runId === id) ? readAliased(experiment, id) : null;
    return run && tagNames.chosen in run.tags && mayStay(run, current) ? [run] : [];
  });
}

/**
 * The runs that a project's specifications ask for: those present are read, those missing are trained, measured and
 * kept, each written whole or not at all. Two calls at once, in one process or several, train nothing twice: the second
 * waits. Where all runs are present, no table is built. On a fresh store the alias `champion` goes to the project's
 * incumbent and `challenger` to the best other run on validation rows.
 *
 * @returns one run per specification, in the project's order; then champion and challenger where they are a reader's own
 * training of one on the same data and code.
 * @throws AssayError `missing-file` where the data are not here, `disk-full` or `not-permitted` where the store cannot be
 * written; the signal's reason when aborted.
 * @example await ensureRuns(project, { root, env: process.env, now: () => new Date() })
 */
export async function ensureRuns(project: Project, options: EnsureOptions): Promise<TrackedRun[]> {
  const store = locateStore(options);
  const shelf = { store, project: project.id };
  const plans = await planRuns(project, options);
  let experiment = experimentOf(store, project);
  let runs = readPlanned(experiment, plans);
  const current = (): CurrentRun[] =>
    plans.flatMap(({ identity }, index) => (runs[index] ? [{ run: runs[index], identity }] : []));
  const settled = (): boolean =>
    !isPlain(options) || (experiment !== null && isSettled(store, project, experiment, current(), options.now()));
  if (runs.includes(null) || !settled()) {
    const { onProgress, signal } = options;
    await withLock(
      join(store.work, `${project.id}.lock`),
      async () => {
        await removeDrafts(shelf);
        await trainMissing(project, plans, store, options);
        experiment = experimentOf(store, project)!;
        runs = readPlanned(experiment, plans);
        const now = options.now();
        if (isPlain(options)) await settleRegistry({ store, project, experiment, current: current(), now });
        else
          await registerRuns(
            shelf,
            runs.filter((run) => run !== null),
            now.getTime(),
          );
      },
      {
        onWait: (owner) =>
          onProgress?.({
            task: project.id,
            stage: "waiting for another build",
            done: 0,
            total: 1,
            detail: owner ? `process ${owner.pid}` : "",
          }),
        ...(signal ? { signal } : {}),
      },
    );
  }
  const { aliases } = readRegisteredModel(store.folder, project.id);
  const chosen = isPlain(options) ? chosenRuns(experiment, current(), aliases) : [];
  return [...current().map(({ run }) => run), ...chosen].map((run) => withAliases(run, aliases));
}
