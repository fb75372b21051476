import { join } from "node:path";
import { AssayError } from "../lib/errors.js";
import { withLock } from "../lib/lock.js";
import type { Project } from "../projects/types.js";
import { appendToLedger, readLedgerOf, type Judgement, type LedgerRun } from "./ledger.js";
import { locateStore, type Workspace } from "./location.js";
import { looks, type Pair } from "./looks.js";
import { readRegisteredModel } from "./registry.js";
import { bestOther } from "./settle-registry.js";
import type { TrackedRun } from "./types.js";
import { archiveRun, registerRuns, restoreRun, setAlias } from "./write-registry.js";

/** A person's decision to make a run the champion. */
export interface Promotion extends Judgement {
  project: Project;
  /** The runs that may be challenger next: the project's current ones. */
  runs: readonly TrackedRun[];
  /** The champion as it was judged, and the run that takes its place. */
  pair: Pair & { champion: TrackedRun; challenger: TrackedRun };
  /** True where the verdict does not say so. */
  forced: boolean;
  reason: string | null;
  by: string | null;
  now: Date;
}

const named = ({ runId, name }: LedgerRun): LedgerRun => ({ runId, name });

async function move(workspace: Workspace, promotion: Promotion): Promise<void> {
  const { project, runs, pair, forced, reason, by, now, decision, rule, inputs } = promotion;
  const store = locateStore(workspace);
  const shelf = { store, project: project.id };
  const to = pair.challenger;
  const { champion } = readRegisteredModel(store.folder, project.id).aliases;
  if (champion !== pair.champion.runId)
    throw new AssayError(`${project.id}: another run became champion while this one was judged`, {
      code: "champion-changed",
      hint: "run the command again, to be judged against the new champion",
    });
  const model = await registerRuns(shelf, [to], now.getTime());
  const { look, modelsJudged } = looks(await readLedgerOf(store), pair);
  const common = { at: now.toISOString(), project: project.id };
  await appendToLedger(store, () => ({
    ...common,
    event: "promoted",
    by,
    from: named(pair.champion),
    to: named(to),
    decision,
    rule,
    forced,
    reason,
    rows: pair.rows,
    units: pair.units,
    inputs,
    look,
    modelsJudged,
  }));
  await archiveRun(shelf, model, pair.champion.runId);
  await restoreRun(shelf, model, to.runId);
  await setAlias(shelf, model, "champion", to.runId);
  const next = bestOther(project, runs, to);
  if (model.aliases["challenger"] !== to.runId || !next) return;
  await setAlias(shelf, model, "challenger", next.runId);
  await appendToLedger(store, () => ({
    ...common,
    event: "moved",
    alias: "challenger",
    from: to.runId,
    to: named(next),
    reason: "the challenger became champion; this is the best other run on validation rows",
  }));
}

/**
 * Makes a run the champion: writes the decision into the ledger, marks the old champion as archived, moves the alias
 * `champion`, and, where the run was the challenger, points `challenger` at the best other one. A following build keeps
 * all of it. Whether the verdict allows it is the caller's to say.
 *
 * @throws AssayError `champion-changed` where the champion is no longer the one that was judged; nothing is written then.
 */
export async function promoteRun(workspace: Workspace, promotion: Promotion): Promise<void> {
  const { work } = locateStore(workspace);
  await withLock(join(work, `${promotion.project.id}.lock`), () => move(workspace, promotion));
}
