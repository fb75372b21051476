import { existsSync } from "node:fs";
import { join } from "node:path";
import { getMetric } from "../metrics/index.js";
import type { Project } from "../projects/types.js";
import type { Identity } from "./identity.js";
import { appendToLedger, readLedgerOf } from "./ledger.js";
import type { LocalStore } from "./location.js";
import { readRun, type Experiment } from "./read-runs.js";
import type { RegisteredModel } from "./registry.js";
import { tagNames } from "./tag-names.js";
import type { TrackedRun } from "./types.js";
import { archiveRun, registerRuns, restoreRun, setAlias } from "./write-registry.js";

/** The project's specifications as they stand: each with its run and what that rests on. */
export interface CurrentRun {
  run: TrackedRun;
  identity: Identity;
}

/** The best run but one, by the policy's primary metric on validation rows; null where there is no other. */
export function bestOther(project: Project, runs: readonly TrackedRun[], champion: TrackedRun): TrackedRun | null {
  const { primaryMetric } = project.policy;
  const sign = getMetric(primaryMetric).direction === "maximize" ? 1 : -1;
  const score = (run: TrackedRun): number => {
    const value = run.metrics[`validation_${primaryMetric}`]?.last;
    return value === undefined || Number.isNaN(value) ? Number.NEGATIVE_INFINITY : sign * value;
  };
  const others = runs.filter(({ runId }) => runId !== champion.runId);
  return others.reduce<TrackedRun | null>((best, run) => (best && score(best) >= score(run) ? best : run), null);
}

/**
 * Whether an alias may stay on a run that is not of the current ones: another tool's run may, as far as it was scored on
 * today's data, and so may one that was trained with a seed or back end of the reader's choice on today's data and code.
 */
export function mayStay(run: TrackedRun, { current, imported }: Pick<Settling, "current" | "imported">): boolean {
  if (run.identity === null || imported.some(({ runId }) => runId === run.runId)) return true;
  const same = current.find((candidate) => candidate.run.name === run.name);
  return (
    tagNames.chosen in run.tags &&
    same !== undefined &&
    run.tags[tagNames.dataSha256] === same.identity.dataSha256 &&
    run.tags[tagNames.codeSha256] === same.identity.codeSha256
  );
}

export function readAliased(experiment: Experiment, runId: string | undefined): TrackedRun | null {
  const folder = runId === undefined ? null : join(experiment.folder, runId);
  if (folder === null || !existsSync(folder)) return null;
  try {
    return readRun(folder, experiment);
  } catch {
    return null;
  }
}

export interface Settling {
  store: LocalStore;
  project: Project;
  experiment: Experiment;
  current: readonly CurrentRun[];
  /** Runs of other tools that hold an alias and were scored on today's data. */
  imported: readonly TrackedRun[];
  now: Date;
}

/** Where an alias should point: the run it has, its successor of the same name, or else `fallback`. */
function target(
  { experiment, current, imported }: Settling,
  model: RegisteredModel,
  alias: string,
  fallback: () => TrackedRun | null,
): TrackedRun | null {
  const runId = model.aliases[alias];
  const isCurrent = current.find(({ run }) => run.runId === runId);
  if (isCurrent) return isCurrent.run;
  const aliased = readAliased(experiment, runId);
  if (aliased && mayStay(aliased, { current, imported })) return aliased;
  return current.find(({ run }) => run.name === aliased?.name)?.run ?? fallback();
}

/** What the aliases should be; null where the registry and the ledger already say so. */
export function planAliases(
  settling: Settling,
  model: RegisteredModel,
): { champion: TrackedRun; challenger: TrackedRun | null } | null {
  const { project, current } = settling;
  const runs = current.map(({ run }) => run);
  const incumbent = runs.find(({ name }) => name === project.incumbent) ?? runs[0];
  if (!incumbent) return null;
  const champion = target(settling, model, "champion", () => incumbent)!;
  const kept = target(settling, model, "challenger", () => null);
  const challenger = kept && kept.runId !== champion.runId ? kept : bestOther(project, runs, champion);
  return { champion, challenger };
}

/**
 * Registers the current runs and points `champion` and `challenger` where they belong: on a fresh store at the incumbent
 * and at the best other run, later along with the runs that replace those they point at. A replaced
 * champion is archived, before the alias leaves it. The ledger says what moved.
 */
export async function settleRegistry(settling: Settling): Promise<void> {
  const { store, project, current, now } = settling;
  const shelf = { store, project: project.id };
  const model = await registerRuns(
    shelf,
    current.map(({ run }) => run),
    now.getTime(),
  );
  const plan = planAliases(settling, model);
  if (!plan) return;
  const { champion, challenger } = plan;
  const isFresh = !(await readLedgerOf(store)).entries.some(
    (entry) => entry.project === project.id && entry.event === "initial",
  );
  const named = ({ runId, name }: TrackedRun): { runId: string; name: string } => ({ runId, name });
  const at = now.toISOString();
  for (const [alias, run] of Object.entries({ champion, challenger })) {
    const from = model.aliases[alias];
    if (!run || from === run.runId) continue;
    if (alias === "champion") {
      if (from !== undefined) await archiveRun(shelf, model, from);
      await restoreRun(shelf, model, run.runId);
    }
    await setAlias(shelf, model, alias, run.runId);
    if (isFresh || from === undefined) continue;
    const reason = "the run it pointed at was replaced: data, code or parameters changed";
    await appendToLedger(store, () => ({
      at,
      project: project.id,
      event: "moved",
      alias,
      from,
      to: named(run),
      reason,
    }));
  }
  if (isFresh)
    await appendToLedger(store, () => ({
      at,
      project: project.id,
      event: "initial",
      champion: named(champion),
      challenger: challenger ? named(challenger) : null,
      reason: "the incumbent of the project, and the best other run on validation rows",
    }));
}
