import { findPair, judgeProject, recordJudgement } from "../cards/judge-project.js";
import { projectAbsence } from "../cards/project-evidence.js";
import type { CompareDocument } from "../decisions/documents.js";
import { decisionWords, headline } from "../decisions/headline.js";
import { allowsPromotion } from "../decisions/verdict.js";
import { withDatabase } from "../engine/database.js";
import { AssayError, exitCodes } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import { assayVersion } from "../lib/version.js";
import type { Project } from "../projects/types.js";
import { ensureRuns } from "../tracking/ensure-runs.js";
import { findRun } from "../tracking/find-run.js";
import { listRuns } from "../tracking/list-runs.js";
import { promoteRun } from "../tracking/promote.js";
import type { TrackedRun } from "../tracking/types.js";
import { actorOf } from "./actor.js";
import type { Command, Terminal, Values } from "./command.js";
import { findProject } from "./find-project.js";

interface PromoteFlags {
  force: boolean;
  reason: string | null;
  by: string | null;
}

async function promoteFlags(values: Values, terminal: Terminal): Promise<PromoteFlags> {
  const reason = (values["reason"] as string | undefined)?.trim() || null;
  const force = Boolean(values["force"]);
  if (force && reason === null)
    throw new AssayError("assay promote: --force needs a reason, which the ledger keeps", {
      code: "usage",
      hint: 'say why with --reason "…"',
    });
  const by = await actorOf({ root: findRoot(terminal.cwd), env: terminal.env }, values["by"] as string | undefined);
  return { force, reason, by };
}

/** The run that is meant: one of the current ones, else any of the project's. */
async function resolve(
  project: Project,
  runs: readonly TrackedRun[],
  reference: string,
  terminal: Terminal,
): Promise<TrackedRun> {
  try {
    return findRun(runs, reference);
  } catch {
    const list = await listRuns({ root: findRoot(terminal.cwd), env: terminal.env, project: project.id });
    return findRun(list.runs, reference);
  }
}

const againstVerdict = (project: Project, compare: CompareDocument): AssayError => {
  const { sentence } = headline(compare, { targetUnit: project.target.unit, rows: project.rows });
  const { verdict } = compare;
  return new AssayError(
    `${compare.challenger.name} was not promoted: the verdict is "${decisionWords[verdict.decision].toLowerCase()}" (rule ${verdict.rule}). ${sentence}. ${verdict.reason}`,
    {
      code: "against-verdict",
      hint: 'to promote it all the same, say why: --force --reason "…"; the ledger keeps it',
      exitCode: exitCodes.failed,
    },
  );
};

/** Judges the run against the champion and moves the alias where that is allowed; null where it is champion already. */
export async function promote(
  project: Project,
  reference: string,
  { force, reason, by }: PromoteFlags,
  terminal: Terminal,
): Promise<{ compare: CompareDocument; forced: boolean } | null> {
  const workspace = { root: findRoot(terminal.cwd), env: terminal.env };
  const absent = await projectAbsence(project, workspace);
  if (absent)
    throw new AssayError(`${project.id}: data not here yet: ${absent.sentence.replace(/\.$/, "")}`, {
      code: "data-not-here",
      hint: absent.command ? `run ${absent.command}` : `put the file into data/${project.id}`,
    });
  const { onProgress, signal } = terminal;
  const current = await ensureRuns(project, { ...workspace, now: terminal.now, onProgress, signal });
  const run = await resolve(project, current, reference, terminal);
  if (run.aliases.includes("champion")) return null;
  const champion = current.find(({ aliases }) => aliases.includes("champion"));
  if (!champion)
    throw new AssayError(`${project.id}: the champion has no predictions of these rows, so nothing can be judged`, {
      code: "no-champion",
      hint: "see it with assay runs; point the alias champion at one of the project's runs",
    });
  const runs = current.some(({ runId }) => runId === run.runId) ? current : [...current, run];
  const now = terminal.now();
  const options = { ...workspace, now, by, onProgress };
  const judged = await withDatabase((database) => judgeProject(database, project, runs, options));
  const pair = findPair(judged, champion.runId, run.runId)!;
  await recordJudgement(judged, pair, options);
  const { compare } = pair;
  const { verdict } = compare;
  const allowed = allowsPromotion(verdict);
  if (!allowed && !force) throw againstVerdict(project, compare);
  await promoteRun(workspace, {
    project,
    runs: current,
    pair: { ...judged.pairOf(champion.runId, run.runId), champion, challenger: run },
    decision: verdict.decision,
    rule: verdict.rule,
    inputs: { champion: compare.champion.sha256, challenger: compare.challenger.sha256 },
    forced: !allowed,
    reason,
    by,
    now,
  });
  return { compare, forced: !allowed };
}

export const command: Command = {
  summary: "make a run the champion, if the verdict allows; the ledger keeps who and why",
  usage: "<project> <run> [--reason TEXT] [--force] [--by NAME]",
  options: {
    reason: { type: "string", value: "TEXT", help: "why, for the ledger; needed with --force" },
    force: { type: "boolean", help: "promote against the verdict" },
    by: { type: "string", value: "NAME", help: "who decides; CI's or git's user by default" },
    json: { type: "boolean", help: "print one JSON document" },
  },
  positionals: { min: 2, max: 2 },
  examples: [
    "assay promote nyc-flights challenger",
    'assay promote telco-churn boosted-trees --force --reason "the old model cannot be served any more"',
  ],
  async run({ values, positionals, terminal }) {
    const flags = await promoteFlags(values, terminal);
    const project = findProject(positionals[0]!);
    const done = await promote(project, positionals[1]!, flags, terminal);
    if (values["json"]) {
      const head = { schemaVersion: 1, assayVersion, warnings: [], project: project.id, promoted: done !== null };
      const { by, reason } = flags;
      const { champion, challenger, verdict } = done?.compare ?? {};
      const result = done ? { from: champion, to: challenger, verdict, forced: done.forced, by, reason } : {};
      terminal.out(`${toJson({ ...head, ...result }, 2)}\n`);
    } else if (!done) terminal.out(`${positionals[1]!} is champion of ${project.id} already\n`);
    else
      terminal.out(
        `${done.compare.challenger.name} is champion of ${project.id} now, in place of ${done.compare.champion.name}${done.forced ? ", against the verdict" : ""}\n`,
      );
    return exitCodes.done;
  },
};
