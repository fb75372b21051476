import { projectDocuments } from "../decisions/project-documents.js";
import type { PairDocument } from "../decisions/documents.js";
import type { Database } from "../engine/database.js";
import { gateEvidence } from "../evaluation/gate-evidence.js";
import { hashRows, readEvidence } from "../evaluation/read.js";
import { replicate, type ReplicatedEvidence } from "../evaluation/replicated.js";
import type { FeatureTable } from "../features/dataset.js";
import { openProject, type OpenedProject } from "../features/open-project.js";
import { readFeatureTable } from "../features/read-features.js";
import type { OnProgress } from "../lib/progress.js";
import { assayVersion } from "../lib/version.js";
import type { Project } from "../projects/types.js";
import { readLedger } from "../tracking/ledger.js";
import type { Workspace } from "../tracking/location.js";
import { looks, recordLook, type Pair } from "../tracking/looks.js";
import type { TrackedRun } from "../tracking/types.js";

export interface JudgeOptions extends Workspace {
  now: Date;
  /** Who asks, for the ledger; null where nobody is known. */
  by: string | null;
  onProgress?: OnProgress;
}

/** A project's runs, measured and judged. */
export interface JudgedProject extends ReturnType<typeof projectDocuments> {
  opened: OpenedProject;
  table: FeatureTable;
  evidence: ReplicatedEvidence;
  /** The pair with its rows, as the ledger knows it. */
  pairOf(champion: string, challenger: string): Pair;
}

const seed = 1;

/** The judged pair of two run ids; undefined where either was not judged. */
export const findPair = (
  { champion }: Pick<JudgedProject, "champion">,
  a: string,
  b: string,
): PairDocument | undefined =>
  champion.pairs.find(({ compare }) => compare.champion.runId === a && compare.challenger.runId === b);

/** Writes into the ledger that a pair was judged, unless it says so already. */
export async function recordJudgement(
  judged: JudgedProject,
  { compare: { verdict, champion, challenger } }: PairDocument,
  { now, by, ...workspace }: JudgeOptions,
): Promise<void> {
  await recordLook(workspace, judged.pairOf(champion.runId!, challenger.runId!), {
    decision: verdict.decision,
    rule: verdict.rule,
    inputs: { champion: champion.sha256, challenger: challenger.sha256 },
    by,
    now,
  });
}

/**
 * Measures a project's runs on the rows that its policy names and judges every pair by it, gates included. The official
 * pair is written into the ledger as a look.
 *
 * @param database where the project's relations are made.
 * @param runs finished runs of the project, such as `ensureRuns` returns.
 */
export async function judgeProject(
  database: Database,
  project: Project,
  runs: readonly TrackedRun[],
  options: JudgeOptions,
): Promise<JudgedProject> {
  const { onProgress } = options;
  const progress = onProgress ? { onProgress } : {};
  const opened = await openProject(database, project, options);
  const table = await readFeatureTable(database, project);
  const evidence = replicate(await readEvidence(project, runs, table), { seed, ...progress });
  const rows = hashRows(evidence.rows);
  const run = (id: string): TrackedRun => runs.find(({ runId }) => runId === id)!;
  const pairOf = (a: string, b: string): Pair => ({
    project: project.id,
    rows,
    units: evidence.rows.units.length,
    champion: run(a),
    challenger: run(b),
    models: runs,
  });
  const ledger = await readLedger(options);
  const documents = projectDocuments(evidence, {
    assayVersion,
    targetUnit: project.target.unit,
    looksOf: (a, b) => looks(ledger, pairOf(a, b)),
    gateEvidence: await gateEvidence(evidence, runs, table, { seed }),
  });
  const judged = { ...documents, opened, table, evidence, pairOf };
  const { official } = documents.champion;
  const pair = official && findPair(judged, official.champion, official.challenger);
  if (pair) await recordJudgement(judged, pair, options);
  return judged;
}
