import { withDatabase } from "../engine/database.js";
import { dataDocument } from "../features/data-document.js";
import { projectState } from "../features/sources.js";
import { toJson } from "../lib/json.js";
import type { OnProgress } from "../lib/progress.js";
import type { Project } from "../projects/types.js";
import { ensureRuns } from "../tracking/ensure-runs.js";
import { readLedger } from "../tracking/ledger.js";
import type { Workspace } from "../tracking/location.js";
import type { Absent } from "./evidence-types.js";
import { homeDocument } from "./home-document.js";
import { judgeProject } from "./judge-project.js";
import { ledgerDocument } from "./ledger-document.js";
import { projectSearches, testRowsBoard, withImported } from "./other-runs.js";
import { championParts, compareEvidence, driftParts } from "./page-parts.js";
import { predictFiles } from "./predict-document.js";
import { projectCards } from "./project-cards.js";
import { driftAndMonitoring } from "./project-monitoring.js";
import { rowDatabase } from "./row-database.js";

export interface ProjectEvidenceOptions extends Workspace {
  now: Date;
  /** Who builds, for the ledger; nobody by default. */
  by?: string | null;
  onProgress?: OnProgress;
}

const seed = 1;
const pages = [
  "summary",
  "data",
  "compare",
  "champion",
  "pairs",
  "drift",
  "windows",
  "monitoring",
  "predict",
  "ledger",
];

/** Why a project's pages have nothing to show; null where they have. */
export async function projectAbsence(project: Project, workspace: Workspace): Promise<Absent | null> {
  const state = await projectState(project, workspace);
  if (state.state === "ready") return null;
  const { id, title, question } = project;
  const sentence = `${state.reason[0]!.toUpperCase()}${state.reason.slice(1)}.`;
  return { project: id, title, question, sentence, command: state.command, variable: state.variable };
}

/** What the pages of one project read. */
export interface ProjectEvidence {
  /** JSON documents by file name without `.json`. */
  documents: Record<string, object>;
  /** JSON of which every digit counts, by file name without `.json`: `predict`, and `models/<runId>`. */
  exact: Record<string, string>;
  /** The DuckDB file behind the page `explore`; null where the data is not here. */
  rows: Uint8Array | null;
}

/**
 * Everything that a project's pages read, by file name without `.json`: `summary`, `data`, `compare`, `champion`, `drift`,
 * `ledger`, `cards/<runId>`, and `pairs` and `windows`, which pages load only when asked; `predict` with its models. Missing runs are trained; the official comparison is written into the ledger as a look.
 * Where the project's data is not here, every file says so.
 *
 * @example (await projectEvidence(project, { root, env: process.env, now: new Date() })).documents
 */
export async function projectEvidence(project: Project, options: ProjectEvidenceOptions): Promise<ProjectEvidence> {
  const absent = await projectAbsence(project, options);
  if (absent)
    return {
      documents: Object.fromEntries(pages.map((name) => [name, { absent }])),
      exact: {},
      rows: null,
    };
  const { now, by = null, onProgress } = options;
  const progress = onProgress ? { onProgress } : {};
  const own = await ensureRuns(project, { ...options, now: () => now });
  const { judged: runs, onTestRows } = await withImported(project, own, options);
  return await withDatabase(async (database) => {
    const judged = await judgeProject(database, project, runs, { ...options, by });
    const { opened, table, evidence, leaderboard, champion, many } = judged;
    const contender = (wanted: (run: (typeof leaderboard.runs)[number]) => boolean) => {
      const found = leaderboard.runs.find(wanted);
      const run = runs.find(({ runId }) => runId === found?.runId);
      return found && run ? { run, title: found.title } : null;
    };
    const first = { run: runs[0]!, title: leaderboard.runs.find(({ runId }) => runId === runs[0]!.runId)!.title };
    const watched = contender(({ isChampion }) => isChampion) ?? first;
    const { drift, monitoring, importance } = await driftAndMonitoring(
      database,
      project,
      contender(({ isChallenger }) => isChallenger),
      {
        champion: watched,
        table,
        root: options.root,
        seed,
        ...progress,
      },
    );
    const data = await dataDocument(database, project, opened);
    const predict = await predictFiles(project, runs, { leaderboard: leaderboard.runs, table });
    const apart = await testRowsBoard(project, watched.run, onTestRows, { table, seed });
    const cards = projectCards(project, { evidence, leaderboard, table, warnings: opened.warnings });
    cards.push(...(apart?.cards ?? []));
    return {
      documents: {
        summary: homeDocument(project, { data, leaderboard, champion, drift }),
        data,
        compare: compareEvidence(leaderboard, champion, many, {
          searches: await projectSearches(project, own, options),
          onTestRows: apart?.board ?? null,
        }),
        ...championParts(champion),
        ...driftParts(drift, importance),
        monitoring,
        ledger: ledgerDocument(project, await readLedger(options)),
        ...Object.fromEntries(cards.map((card) => [`cards/${card.runId}`, card])),
      },
      exact: {
        predict: toJson(predict.document),
        ...Object.fromEntries(Object.entries(predict.models).map(([runId, text]) => [`models/${runId}`, text])),
      },
      rows: await rowDatabase(database, project, runs, {
        source: monitoring.log.source,
        windows: monitoring.windows.length,
        labelDelayDays: monitoring.log.labelDelayDays,
        champion: watched.run,
        importance,
      }),
    };
  });
}
