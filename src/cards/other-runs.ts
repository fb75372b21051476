import { searchDocument, type SearchDocument } from "../decisions/search-document.js";
import { partByEvidence, withCommonEvidence } from "../evaluation/common-evidence.js";
import type { Evidence } from "../evaluation/evidence.js";
import { leaderboard } from "../evaluation/leaderboard.js";
import { readEvidence } from "../evaluation/read.js";
import { replicate } from "../evaluation/replicated.js";
import { searchesOf } from "../evaluation/searches.js";
import type { Leaderboard } from "../evaluation/types.js";
import type { FeatureTable } from "../features/dataset.js";
import type { Warning } from "../lib/errors.js";
import type { Project } from "../projects/types.js";
import { importedRuns } from "../tracking/imported-runs.js";
import { listRuns } from "../tracking/list-runs.js";
import type { Workspace } from "../tracking/location.js";
import { tagNames } from "../tracking/tag-names.js";
import type { TrackedRun } from "../tracking/types.js";
import { projectCards } from "./project-cards.js";
import type { CardDocument } from "./types.js";

/** Runs that the project's rows cannot judge, beside its champion on the test rows. */
export interface TestRowsBoard extends Pick<Leaderboard, "rows" | "runs"> {
  /** Why they stand apart, and what cannot be checked. */
  warnings: Warning[];
}

/**
 * The project's runs with those that other tools trained: the ones that its rows judge, and the ones that only test rows
 * can judge.
 *
 * @param own runs of the project, such as `ensureRuns` returns; without one there are no imported ones either.
 */
export async function withImported(
  project: Project,
  own: readonly TrackedRun[],
  workspace: Workspace,
): Promise<{ judged: TrackedRun[]; onTestRows: TrackedRun[] }> {
  const imported = own.length > 0 ? await importedRuns(project, workspace) : [];
  const other = imported.filter(({ runId }) => !own.some((run) => run.runId === runId));
  return partByEvidence(project, [...own, ...other]);
}

/** The board and the cards of runs that only test rows can judge; null where there are none. */
export async function testRowsBoard(
  project: Project,
  champion: TrackedRun,
  runs: readonly TrackedRun[],
  { table, seed }: { table: FeatureTable; seed: number },
): Promise<{ board: TestRowsBoard; cards: CardDocument[] } | null> {
  if (runs.length === 0) return null;
  const all = [champion, ...runs];
  const common = withCommonEvidence(project, all);
  const evidence: Evidence = await readEvidence(common.project, all, table);
  const board = leaderboard(replicate(evidence, { seed }));
  const { warnings } = common;
  const cards = projectCards(common.project, { evidence, leaderboard: board, table, warnings });
  return {
    board: { rows: board.rows, runs: board.runs, warnings },
    cards: cards.filter(({ runId }) => runId !== champion.runId),
  };
}

/** The searches that were made on the data of a project's runs. */
export async function projectSearches(
  project: Project,
  own: readonly TrackedRun[],
  workspace: Workspace,
): Promise<SearchDocument[]> {
  const { runs } = await listRuns({ ...workspace, project: project.id });
  const dataSha256 = own[0]?.tags[tagNames.dataSha256];
  if (dataSha256 === undefined) return [];
  return searchesOf(project, runs, dataSha256).map((search) => searchDocument(search, project.target.unit));
}
