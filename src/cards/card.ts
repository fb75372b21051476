import type { LeaderboardRun, RowsJudged } from "../evaluation/types.js";
import { assayVersion } from "../lib/version.js";
import type { Warning } from "../lib/errors.js";
import { getMetric } from "../metrics/index.js";
import type { Project } from "../projects/types.js";
import type { Run } from "../tracking/types.js";
import { tagNames } from "../tracking/tag-names.js";
import { limitsOf, plainWordsOf, recommendationsOf } from "./claims.js";
import type { SegmentEvidence } from "./segments.js";
import type { CardDocument } from "./types.js";

export interface CardInput {
  project: Project;
  run: Run;
  /** The run's line of the leader board: metrics with intervals, curves, cost. */
  board: LeaderboardRun;
  rows: RowsJudged;
  segments: SegmentEvidence;
  splits: CardDocument["data"]["splits"];
  /** One sentence on the learner. */
  description: string;
  warnings: Warning[];
}

/** Reads a tag that holds JSON; what is not there, or not JSON, is the fallback. */
function parsed<T>(text: string | undefined, fallback: T): T {
  try {
    return text === undefined ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

function metricsOf({ board, rows, segments }: CardInput): CardDocument["metrics"] {
  const overall = Object.entries(board.metrics).map(([name, value]) => ({
    name,
    split: rows.evidence,
    segment: null,
    value,
  }));
  const within = segments.groups.map(({ column, value, estimate }) => ({
    name: segments.metric,
    split: rows.evidence,
    segment: { column, value },
    value: estimate,
  }));
  return [...overall, ...within];
}

function factorsOf({ project, segments }: CardInput): CardDocument["factors"] {
  return project.segments.map((column) => ({
    column,
    protected: project.protectedAttributes.includes(column),
    values: segments.groups.filter((group) => group.column === column).map(({ value }) => value),
  }));
}

const backendNotes = (tag: string | undefined): string[] => {
  const notes = parsed<unknown>(tag, tag ?? []);
  return Array.isArray(notes) ? notes.map(String) : [String(notes)];
};

/**
 * Composes a model card from a run and its evidence; nothing is measured here. Each sentence of `plainWords`, `limits`
 * and `recommendations` points to the number that it rests on.
 *
 * @example card({ project, run, board, rows, segments, splits, description, warnings: [] }).plainWords
 */
export function card(input: CardInput): CardDocument {
  const { project, run, board, rows, segments, splits, description, warnings } = input;
  const dataSha256 = run.tags[tagNames.dataSha256] ?? "";
  const document: CardDocument = {
    schemaVersion: 1,
    assayVersion,
    warnings,
    runId: run.runId,
    project: project.id,
    buildId: run.identity ?? run.runId,
    details: {
      name: run.name,
      title: board.title,
      family: run.family,
      learner: run.learner,
      description,
      task: project.task,
      question: project.question,
      trainedAt: run.startedAt,
      isChampion: board.isChampion,
      isChallenger: board.isChallenger,
      modelBytes: board.cost.modelBytes,
    },
    intendedUse: { text: project.intendedUse, missing: project.intendedUse === null },
    factors: factorsOf(input),
    data: { sha256: dataSha256, rows: splits.reduce((sum, split) => sum + split.rows, 0), splits },
    training: {
      seconds: board.cost.trainingSeconds,
      rows: board.trainingRows,
      backend: run.backend,
      backendNotes: backendNotes(run.tags[tagNames.backendNotes]),
      curves: board.learningCurves,
    },
    metrics: metricsOf(input),
    importance: board.importance.map(({ feature, value, method }) => ({
      feature,
      value,
      lower: null,
      upper: null,
      method,
    })),
    hyperparameters: Object.entries(run.params).map(([name, value]) => ({ name, value, effect: null })),
    plainWords: [],
    limits: [],
    recommendations: [],
    fairness: segments.differences.map(({ attribute, difference }) => ({
      attribute,
      metric: segments.metric,
      difference,
      groups: segments.groups
        .filter(({ column }) => column === attribute)
        .map(({ value, estimate }) => ({ value, estimate })),
    })),
    robustness: [],
    usage: {
      typescript: `import { listRuns, findRun, readModel } from "./src/index.js";\nconst { runs } = await listRuns({ root: ".", env: process.env, project: "${project.id}" });\nconst model = await readModel(findRun(runs, "${run.runId}"));`,
      cli: `npx assay card ${run.runId} --format md`,
      page: `/${project.id}/cards/${run.runId}`,
    },
    provenance: {
      dataSha256,
      codeSha256: run.tags[tagNames.codeSha256] ?? "",
      seed: run.seed,
      backend: run.backend,
      versions: parsed<Record<string, string>>(run.tags[tagNames.versions], {}),
      gitCommit: run.gitCommit,
    },
  };
  const subject = {
    document,
    primary: getMetric(project.policy.primaryMetric),
    targetUnit: project.target.unit,
    rows,
    rowsName: project.rows,
  };
  document.plainWords = plainWordsOf(subject);
  document.limits = limitsOf(subject);
  document.recommendations = recommendationsOf(subject);
  return document;
}
