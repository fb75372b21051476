import { pairDocument } from "../decisions/champion-document.js";
import { judgedPair } from "../decisions/project-documents.js";
import { withDatabase } from "../engine/database.js";
import { withCommonEvidence } from "../evaluation/common-evidence.js";
import { gateEvidence } from "../evaluation/gate-evidence.js";
import { measurePair } from "../evaluation/pairs.js";
import { hashRows, readEvidence } from "../evaluation/read.js";
import { replicate } from "../evaluation/replicated.js";
import type { FeatureTable } from "../features/dataset.js";
import { openProject } from "../features/open-project.js";
import { readFeatureTable } from "../features/read-features.js";
import { projectState } from "../features/sources.js";
import { AssayError, type Warning } from "../lib/errors.js";
import { findRoot } from "../lib/root.js";
import { assayVersion } from "../lib/version.js";
import type { Policy, Project } from "../projects/types.js";
import { readLedger } from "../tracking/ledger.js";
import type { Workspace } from "../tracking/location.js";
import { looks, recordLook, type Pair } from "../tracking/looks.js";
import { presentRuns } from "../tracking/present-runs.js";
import type { TrackedRun } from "../tracking/types.js";
import { actorOf } from "./actor.js";
import type { Terminal } from "./command.js";
import type { CompareFlags } from "./compare-flags.js";
import { checkTask, type ComparedPair } from "./compared-pair.js";

/** Runs have read their labels when they were trained: a flag may say the same, and nothing else. */
function checkPositive({ target, task, id }: Project, positive: string | undefined): void {
  if (positive === undefined || (task === "classification" && positive === target.positive)) return;
  throw new AssayError(
    task === "classification"
      ? `assay compare: runs of ${id} count "${target.positive}" as positive; --positive ${positive} cannot change that`
      : `assay compare: runs of ${id} predict values; --positive ${positive} makes no sense`,
    { code: "usage", hint: "leave --positive out, or compare files of predictions" },
  );
}

/** What a flag changes in a project's policy; all that its gates are about stays measured. */
function projectPolicy(policy: Policy, flags: CompareFlags): Policy {
  const { metric, margin, level, guardrails } = flags;
  if (metric === undefined && margin === undefined && level === undefined && guardrails.length === 0) return policy;
  if (metric !== undefined && metric !== policy.primaryMetric && margin === undefined)
    throw new AssayError(`assay compare: --metric ${metric} needs its own margin`, {
      code: "usage",
      hint: "say with --margin what gain in it counts",
    });
  return {
    ...policy,
    name: `${policy.name}, changed by flags`,
    source: "flags",
    primaryMetric: metric ?? policy.primaryMetric,
    smallestWorthwhileGain: margin ?? policy.smallestWorthwhileGain,
    level: level ?? policy.level,
    guardrails: guardrails.length > 0 ? guardrails : policy.guardrails,
    metrics: [policy.primaryMetric, ...policy.guardrails.map((guardrail) => guardrail.metric), ...policy.metrics],
  };
}

/** What gates need beside two runs: the project's rows, and its baselines. */
interface GateGround {
  table: FeatureTable | null;
  baselines: TrackedRun[];
  warnings: Warning[];
}

const without = (reason: string): GateGround => ({
  table: null,
  baselines: [],
  warnings: [
    {
      code: "gates-not-measured",
      message: `gates across groups and under noise stay open, and no baseline but these two runs counts: ${reason}`,
    },
  ],
});

async function gateGround(project: Project, runs: readonly TrackedRun[], workspace: Workspace): Promise<GateGround> {
  if ((project.policy.gates ?? []).length === 0) return { table: null, baselines: [], warnings: [] };
  const state = await projectState(project, workspace);
  if (state.state !== "ready") return without(`data not here yet: ${state.reason}`);
  const present = await presentRuns(project, workspace);
  const older = runs.filter((run) => !present.isCurrent(run));
  if (older.length > 0)
    return without(`${older.map(({ name }) => name).join(" and ")} rest on other data or code than today's`);
  const table = await withDatabase(async (database) => {
    await openProject(database, project, workspace);
    return await readFeatureTable(database, project);
  });
  const others = present.runs.filter((run) => runs.every(({ runId }) => runId !== run.runId));
  return { table, baselines: others.filter(({ family }) => family === "baseline"), warnings: [] };
}

/**
 * Compares two runs of a project as its site does: by its policy and gates, on the rows that judge, with what the ledger
 * knows of the pair. Nothing is trained: baselines that are not there leave their gates open.
 */
export async function compareRuns(
  own: Project,
  champion: TrackedRun,
  challenger: TrackedRun,
  flags: CompareFlags,
  terminal: Pick<Terminal, "cwd" | "env">,
): Promise<ComparedPair> {
  checkPositive(own, flags.positive);
  const common = withCommonEvidence(own, [champion, challenger]);
  const { project } = common;
  const policy = projectPolicy(project.policy, flags);
  checkTask(policy, project.task);
  const workspace = { root: findRoot(terminal.cwd), env: terminal.env };
  const pair = champion.runId === challenger.runId ? [champion] : [champion, challenger];
  const { table, baselines, warnings } = await gateGround(own, pair, workspace);
  const read = await readEvidence(project, [champion, challenger, ...baselines], table);
  const runs = read.runs.map((run) => ({ ...run, threshold: flags.threshold }));
  const evidence = replicate({ ...read, policy, runs }, { seed: flags.seed, draws: flags.draws });
  const judged: Pair = {
    project: project.id,
    rows: hashRows(evidence.rows),
    units: evidence.rows.units.length,
    champion,
    challenger,
  };
  const ledger = await readLedger(workspace);
  const measured = measurePair(evidence, 0, 1);
  const overBaselines = baselines.map((_, k) => measurePair(evidence, 2 + k, 1));
  const input = judgedPair(measured, [measured, ...overBaselines], evidence, {
    assayVersion,
    targetUnit: project.target.unit,
    looksOf: () => looks(ledger, judged),
    ...(table ? { gateEvidence: await gateEvidence(evidence, [champion, challenger], table, { seed: 1 }) } : {}),
  });
  const context = { ...input.context, warnings: [...common.warnings, ...input.context.warnings, ...warnings] };
  return {
    ...pairDocument(input, context),
    rowsName: project.rows,
    judged,
  };
}

/** Writes into the ledger that these rows have judged this pair. */
export async function recordPair(
  judged: Pair,
  { compare }: Pick<ComparedPair, "compare">,
  terminal: Pick<Terminal, "cwd" | "env" | "now">,
): Promise<void> {
  const workspace = { root: findRoot(terminal.cwd), env: terminal.env };
  const { decision, rule } = compare.verdict;
  await recordLook(workspace, judged, {
    decision,
    rule,
    inputs: { champion: compare.champion.sha256, challenger: compare.challenger.sha256 },
    by: await actorOf(workspace),
    now: terminal.now(),
  });
}
