import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { PairDocument } from "../decisions/documents.js";
import type { ParameterChange } from "../decisions/pair-types.js";
import { parameterChanges } from "../decisions/parameter-changes.js";
import { chosenOnJudgedRows, selectionOnJudgedRows, type LooksOfPair } from "../decisions/project-documents.js";
import type { Cost } from "../decisions/verdict.js";
import type { JudgedRun } from "../evaluation/evidence.js";
import { hashRows, readEvidence } from "../evaluation/read.js";
import { AssayError } from "../lib/errors.js";
import { sha256File } from "../lib/hash.js";
import { findRoot } from "../lib/root.js";
import { projects } from "../projects/index.js";
import type { Project, Task } from "../projects/types.js";
import { readModel } from "../tracking/artifacts.js";
import { findRun } from "../tracking/find-run.js";
import { readLedger } from "../tracking/ledger.js";
import { looks, recordLook, type Pair } from "../tracking/looks.js";
import { listRuns } from "../tracking/list-runs.js";
import { readPredictions } from "../tracking/read-predictions.js";
import { tagNames } from "../tracking/tag-names.js";
import type { TrackedRun } from "../tracking/types.js";
import { actorOf } from "./actor.js";
import type { CompareFlags } from "./compare-flags.js";
import type { Side } from "./compare-files.js";
import type { ComparedRows } from "./compare-rows.js";
import type { Terminal } from "./command.js";

const looksLikeFile = (reference: string): boolean =>
  /\.(csv|tsv|txt|parquet|pq|jsonl|ndjson|json)$/i.test(reference) || /^[./~]|\\/.test(reference);

/** True where a reader means a file: it is there, or its name says so. */
export const isFile = (reference: string, cwd: string): boolean =>
  existsSync(resolve(cwd, reference)) || looksLikeFile(reference);

/** The run that a reader means; where there is no workspace, that a file was meant. */
export async function resolveRun(
  reference: string,
  { project }: CompareFlags,
  terminal: Terminal,
): Promise<TrackedRun> {
  let root;
  try {
    root = findRoot(terminal.cwd);
  } catch {
    throw new AssayError(`${reference}: there is no such file`, {
      code: "no-file",
      file: reference,
      hint: "check the path; to compare runs, work inside an Assay workspace",
    });
  }
  const { runs } = await listRuns({ root, env: terminal.env, ...(project === undefined ? {} : { project }) });
  return findRun(runs, reference);
}

const titleOf = (run: TrackedRun): string => run.tags[tagNames.title] ?? run.name;

/** A run as one side of a comparison with a file. */
export async function runSide(run: TrackedRun): Promise<{ side: Side; task: Task }> {
  const { task, classes } = await readModel(run);
  const predictions = await readPredictions(run, "predictions");
  const path = `run ${run.name}`;
  const sha256 = await sha256File(run.artifact("predictions.parquet"));
  const labelled = Int32Array.from({ length: predictions.rows }, (_, row) => row).filter(
    (row) => !Number.isNaN(predictions.label[row]!),
  );
  const take = <T>(values: readonly T[]): T[] => Array.from(labelled, (row) => values[row]!);
  return {
    task,
    side: {
      contender: { name: titleOf(run), runId: run.runId, source: path, sha256 },
      file: {
        path,
        sha256,
        rows: labelled.length,
        id: take(predictions.id),
        label: Array.from(labelled, (row) => classes?.[predictions.label[row]!] ?? String(predictions.label[row])),
        prediction: Float64Array.from(labelled, (row) => predictions.prediction[row]!),
        probabilities:
          predictions.probabilities?.map((column) => ({
            class: column.class,
            values: Float64Array.from(labelled, (row) => column.values[row]!),
          })) ?? null,
        weight: predictions.weight ? Float64Array.from(labelled, (row) => predictions.weight![row]!) : null,
        split: take(predictions.split),
        time: predictions.time ? Float64Array.from(labelled, (row) => predictions.time![row]!) : null,
        unit: { column: "unit", values: take(predictions.unit) },
        segments: [],
      },
    },
  };
}

/** Two runs of a project that this workspace knows, on the rows that its policy judges by. */
export interface ComparedRuns extends ComparedRows {
  project: Project;
  costs: { champion: Cost; challenger: Cost };
  looks: LooksOfPair;
  parameters: ParameterChange[];
  /** The pair with its rows, as the ledger knows it. */
  pair: Pair;
}

/** Runs have read their labels when they were trained: a flag may say the same, and nothing else. */
function checkPositive(project: Project, positive: string | undefined): void {
  const { target, task, id } = project;
  if (positive === undefined || (task === "classification" && positive === target.positive)) return;
  throw new AssayError(
    task === "classification"
      ? `assay compare: runs of ${id} count "${target.positive}" as positive; --positive ${positive} cannot change that`
      : `assay compare: runs of ${id} predict values; --positive ${positive} makes no sense`,
    { code: "usage", hint: "leave --positive out, or compare files of predictions" },
  );
}

/** The project of two runs; null where they have no common one here. */
export const projectOf = (a: TrackedRun, b: TrackedRun): Project | null =>
  a.project === b.project ? (projects.find(({ id }) => id === a.project) ?? null) : null;

const contenderOf = ({ run, title, predictionsSha256 }: JudgedRun): ComparedRows["contenders"][number] => ({
  name: title,
  runId: run.runId,
  source: `run ${run.name}`,
  sha256: predictionsSha256 ?? null,
});

/** Reads two runs of one project, with what the ledger knows of the pair. */
export async function compareRuns(
  project: Project,
  a: TrackedRun,
  b: TrackedRun,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<ComparedRuns> {
  checkPositive(project, flags.positive);
  const evidence = await readEvidence(project, [a, b]);
  const [champion, challenger] = [evidence.runs[0]!, evidence.runs[1]!];
  const ledger = await readLedger({ root: findRoot(terminal.cwd), env: terminal.env });
  const { rows } = evidence;
  const pair: Pair = {
    project: project.id,
    rows: hashRows(rows),
    units: rows.units.length,
    champion: a,
    challenger: b,
  };
  return {
    project,
    task: project.task,
    reading: null,
    rows,
    champion: { ...champion, threshold: flags.threshold },
    challenger: { ...challenger, threshold: flags.threshold },
    contenders: [contenderOf(champion), contenderOf(challenger)],
    onlyInChampion: 0,
    onlyInChallenger: 0,
    unitName: evidence.unitName,
    trainOverlap: 0,
    warnings: chosenOnJudgedRows(project.policy, a, b) ? [selectionOnJudgedRows] : [],
    costs: { champion: champion.cost, challenger: challenger.cost },
    looks: looks(ledger, pair),
    parameters: parameterChanges(a, b),
    pair,
  };
}

/** Writes into the ledger that these rows have judged this pair. */
export async function recordPair(
  judged: Pair,
  { compare }: Pick<PairDocument, "compare">,
  terminal: Terminal,
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
