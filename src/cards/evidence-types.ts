import type { ChampionDocument } from "../decisions/documents.js";
import type { DriftPageDocument } from "../decisions/drift-types.js";
import type { DriftState } from "../decisions/drift-types.js";
import type { Verdict } from "../decisions/types.js";
import type { Leaderboard, MetricDescription, RowsJudged } from "../evaluation/types.js";
import type { DataDocument } from "../features/types.js";
import type { Project } from "../projects/types.js";
import type { Estimate } from "../stats/estimate.js";
import type { CardDocument } from "./types.js";

/** What every page of a project says about it. */
export type ProjectFacts = Pick<
  Project,
  | "id"
  | "title"
  | "question"
  | "task"
  | "rows"
  | "moment"
  | "columns"
  | "target"
  | "split"
  | "segments"
  | "protectedAttributes"
  | "policy"
  | "monitoring"
>;

/** Why a project has no evidence yet, and the command that ends it. */
export interface Absent {
  /** `The files of New York taxi do not ship.` */
  sentence: string;
  command: string;
  /** The variable that may point at the files instead. */
  variable: string | null;
}

/** One file of evidence, as a page reads it: the document, or why there is none. */
export type PageEvidence<T> =
  { project: ProjectFacts; absent: null; document: T } | { project: ProjectFacts; absent: Absent; document: null };

/** One row of the home page. */
export interface ProjectSummary {
  /** Rows that cleaning kept. */
  rows: number;
  /** First and last day of the data, where time is known. */
  from: string | null;
  to: string | null;
  /** When the newest run was trained, ISO 8601 in UTC. */
  trainedAt: string;
  judged: RowsJudged;
  metric: MetricDescription;
  champion: { runId: string; title: string; value: Estimate };
  /** The official comparison; null where the project has one run only. */
  challenger: { runId: string; title: string; verdict: Verdict } | null;
  /** The newest window; null where there is no production to look at. */
  drift: {
    window: string;
    replay: boolean;
    state: DriftState;
    tested: number;
    alarms: number;
    expectedByChance: number;
    /** The columns that alarm or warn, worst first. */
    columns: string[];
  } | null;
  /** The champion's primary metric per period, reference included. */
  performance: { from: string; value: number; n: number }[];
}

/** Everything that a project's pages read, by the name of its file. */
export interface ProjectEvidence {
  summary: PageEvidence<ProjectSummary>;
  data: PageEvidence<DataDocument>;
  compare: PageEvidence<Leaderboard>;
  champion: PageEvidence<ChampionDocument>;
  drift: PageEvidence<DriftPageDocument>;
  /** By run id. */
  cards: Record<string, PageEvidence<CardDocument>>;
}
