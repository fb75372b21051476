import { rowsJudged } from "../evaluation/leaderboard.js";
import type { Evidence, JudgedRun } from "../evaluation/evidence.js";
import type { Leaderboard } from "../evaluation/types.js";
import type { FeatureTable } from "../features/dataset.js";
import type { Warning } from "../lib/errors.js";
import { learners } from "../models/index.js";
import type { Project, SplitName } from "../projects/types.js";
import { card } from "./card.js";
import { segmentEvidence } from "./segments.js";
import type { Run } from "../tracking/types.js";
import type { CardDocument } from "./types.js";

const splitNames: readonly SplitName[] = ["train", "validation", "test", "production"];

/** Rows and range of time of each split; splits without rows are left out. */
export function splitRows({ split, time }: Pick<FeatureTable, "split" | "time">): CardDocument["data"]["splits"] {
  const found = new Map<string, { rows: number; from: number; to: number }>();
  split.forEach((name, row) => {
    const at = time ? time[row]! : Number.NaN;
    const known = found.get(name);
    if (!known) found.set(name, { rows: 1, from: at, to: at });
    else {
      known.rows++;
      if (at < known.from) known.from = at;
      if (at > known.to) known.to = at;
    }
  });
  const iso = (at: number): string | null => (Number.isFinite(at) ? new Date(at).toISOString() : null);
  return splitNames.flatMap((name) => {
    const held = found.get(name);
    return held ? [{ name, rows: held.rows, from: iso(held.from), to: iso(held.to) }] : [];
  });
}

const descriptionOf = ({ learner, family }: Pick<Run, "learner" | "family">): string =>
  family === "onnx"
    ? "A model that another tool trained, scored from its ONNX file in Node."
    : (learner !== null && learners[learner]?.description) || "";

/**
 * The model card of every run of the evidence, in the order of the leader board.
 *
 * @param options.table the project's feature table, for the splits.
 * @example projectCards(project, { evidence, leaderboard, table, warnings: [] })[0].plainWords
 */
export function projectCards(
  project: Project,
  {
    evidence,
    leaderboard,
    table,
    warnings,
  }: {
    evidence: Evidence;
    leaderboard: Leaderboard;
    table: Pick<FeatureTable, "split" | "time">;
    warnings: Warning[];
  },
): CardDocument[] {
  const splits = splitRows(table);
  const judgedById = new Map<string, JudgedRun>(evidence.runs.map((judged) => [judged.run.runId, judged]));
  const rows = rowsJudged(evidence);
  return leaderboard.runs.map((board) => {
    const { run, prediction, threshold } = judgedById.get(board.runId)!;
    return card({
      project,
      run,
      board,
      rows,
      segments: segmentEvidence(project, evidence.rows, prediction, {
        level: project.policy.level,
        ...(threshold === undefined ? {} : { threshold }),
      }),
      splits,
      description: descriptionOf(run),
      warnings,
    });
  });
}
