import type { Project } from "../projects/types.js";
import { commonTags } from "./common-tags.js";
import { isCurrentImport } from "./imported-runs.js";
import { locateStore } from "./location.js";
import { planRuns, type PlannedRun, type PlanOptions } from "./plan-runs.js";
import {
  buildTable,
  experimentOf,
  type ProjectStore,
  readFinished,
  type StoreOptions,
  withProjectStore,
} from "./project-store.js";
import { proposeChallenger } from "./propose-challenger.js";
import type { Experiment } from "./read-runs.js";
import { readRegisteredModel } from "./registry.js";
import {
  mayStay,
  planAliases,
  readAliased,
  settleRegistry,
  type CurrentRun,
  type Settling,
} from "./settle-registry.js";
import { tagNames } from "./tag-names.js";
import { trainMissing } from "./train-missing.js";
import type { TrackedRun } from "./types.js";
import { registerRuns } from "./write-registry.js";
import { writeRun } from "./write-run.js";

export interface EnsureOptions extends PlanOptions, StoreOptions {
  /** Fits at once; by default all cores, where the rows are worth a thread and memory allows it. */
  workers?: number;
}

/** What is there of what is planned; null in the place of what is missing. */
export const readPlanned = (experiment: Experiment | null, plans: readonly PlannedRun[]): (TrackedRun | null)[] =>
  plans.map(({ runId }) => readFinished(experiment, runId, "predictions.parquet"));

async function completeRuns(
  project: Project,
  plans: readonly PlannedRun[],
  { store, experiment }: ProjectStore,
  options: EnsureOptions,
): Promise<void> {
  const present = readPlanned(experiment, plans);
  const missing = plans.filter((_, index) => present[index] === null);
  if (missing.length === 0) return;
  const tags = { ...(await commonTags(options.root)), ...chosenTag(options) };
  const table = await buildTable(project, options);
  await trainMissing(project, table, missing, { ...options, tags, keep: (run) => writeRun(store, experiment, run) });
}

/** What a reader chose for this training alone. */
const chosenTag = ({ seed, backend, window }: EnsureOptions): Record<string, string> => {
  const chosen = [
    ...(seed === undefined ? [] : ["seed"]),
    ...(backend === undefined || backend === "auto" ? [] : ["backend"]),
    ...(window ? ["window"] : []),
  ];
  return {
    ...(chosen.length > 0 ? { [tagNames.chosen]: chosen.join(",") } : {}),
    ...(window ? { [tagNames.window]: `${window.from}..${window.to}` } : {}),
  };
};

/** Aliases follow a plain call only: one with a model, seed, back end or window of the reader's choice is a trial. */
const isPlain = ({ only, seed, backend, window }: EnsureOptions): boolean =>
  (!only || only.length === 0) && seed === undefined && (backend === undefined || backend === "auto") && !window;

const withAliases = (run: TrackedRun, aliases: Record<string, string>): TrackedRun => ({
  ...run,
  aliases: Object.keys(aliases).filter((alias) => aliases[alias] === run.runId),
});

function isSettled(settling: Settling): boolean {
  const { store, project, current } = settling;
  const model = readRegisteredModel(store.folder, project.id);
  const registered = new Set(model.versions.map(({ runId }) => runId));
  const plan = planAliases(settling, model);
  return (
    current.every(({ run }) => registered.has(run.runId)) &&
    (!plan ||
      (model.aliases["champion"] === plan.champion.runId && model.aliases["challenger"] === plan.challenger?.runId))
  );
}

/** Champion and challenger that are no specification's. */
function aliasedOthers(
  experiment: Experiment | null,
  current: readonly CurrentRun[],
  aliases: Record<string, string>,
): TrackedRun[] {
  const ids = [...new Set([aliases["champion"], aliases["challenger"]])];
  return ids.flatMap((id) => {
    const run = experiment && !current.some(({ run }) => run.runId === id) ? readAliased(experiment, id) : null;
    return run ? [run] : [];
  });
}

/** Of these, the ones that another tool trained, where they were scored on today's data. */
async function currentImports(
  project: Project,
  others: readonly TrackedRun[],
  options: EnsureOptions,
): Promise<TrackedRun[]> {
  const current = await Promise.all(others.map((run) => isCurrentImport(project, run, options)));
  return others.filter((_, index) => current[index]);
}

/**
 * The runs that a project's specifications ask for: those present are read, those missing are trained, measured and
 * kept, each written whole or not at all. Two calls at once, in one process or several, train nothing twice: the second
 * waits. Where all runs are present, no table is built. On a fresh store the alias `champion` goes to the project's
 * incumbent and `challenger` to the best other run on validation rows.
 *
 * @returns one run per specification, in the project's order; then champion and challenger where they are a reader's own
 * training of one on the same data and code, or another tool's model scored on the same data.
 * @throws AssayError `missing-file` where the data are not here, `disk-full` or `not-permitted` where the store cannot be
 * written; the signal's reason when aborted.
 * @example await ensureRuns(project, { root, env: process.env, now: () => new Date() })
 */
export async function ensureRuns(project: Project, options: EnsureOptions): Promise<TrackedRun[]> {
  const store = locateStore(options);
  const plans = await planRuns(project, options);
  let experiment = experimentOf(store, project);
  let runs = readPlanned(experiment, plans);
  const current = (): CurrentRun[] =>
    plans.flatMap(({ identity }, index) => (runs[index] ? [{ run: runs[index], identity }] : []));
  const aliases = (): Record<string, string> => readRegisteredModel(store.folder, project.id).aliases;
  const others = isPlain(options) ? aliasedOthers(experiment, current(), aliases()) : [];
  const imported = await currentImports(project, others, options);
  const settling = (shelf: Experiment): Settling => ({
    store,
    project,
    experiment: shelf,
    current: current(),
    imported,
    now: options.now(),
  });
  const settled = (): boolean => !isPlain(options) || (experiment !== null && isSettled(settling(experiment)));
  if (runs.includes(null) || !settled())
    await withProjectStore(project, options, async (shelf) => {
      await completeRuns(project, plans, shelf, options);
      experiment = shelf.experiment;
      runs = readPlanned(experiment, plans);
      if (isPlain(options)) await settleRegistry(settling(experiment));
      else {
        const now = options.now();
        const kept = runs.filter((run) => run !== null);
        await registerRuns({ store, project: project.id }, kept, now.getTime());
        if (options.window) await proposeChallenger({ store, project, experiment, runs: kept, now });
      }
    });
  const chosen = isPlain(options) ? aliasedOthers(experiment, current(), aliases()) : [];
  const wanted = chosen.filter(
    (run) => (tagNames.chosen in run.tags || run.family === "onnx") && mayStay(run, { current: current(), imported }),
  );
  return [...current().map(({ run }) => run), ...wanted].map((run) => withAliases(run, aliases()));
}
