import type { ChampionDocument, PairDocument, Recommendation } from "../decisions/documents.js";
import type { SearchDocument } from "../decisions/search-document.js";
import type { DriftDocument, DriftPageDocument, DriftState, DriftWindow } from "../decisions/drift-types.js";
import type { ProjectSummary } from "../decisions/summary.js";
import type { ManyModels } from "../evaluation/many-types.js";
import type { Leaderboard, MetricDescription } from "../evaluation/types.js";
import type { MetricName } from "../metrics/metric.js";
import type { Estimate } from "../stats/estimate.js";
import type { TestRowsBoard } from "./other-runs.js";

/** Why a project has no evidence yet, and the command that ends it. */
export interface Absent {
  project: string;
  title: string;
  question: string;
  /** `The files of New York taxi do not ship with Assay.` */
  sentence: string;
  /** What brings the files; null where they should have shipped. */
  command: string | null;
  /** The variable that may point at the files instead; null where there is none. */
  variable: string | null;
}

/** One file of evidence, as a page reads it: the document itself, or why there is none. */
export type PageEvidence<T extends object> = (T & { absent?: undefined }) | { absent: Absent };

/** One row of the home page, with the small pictures. */
export interface HomeDocument extends ProjectSummary {
  /** Plural name of a row: `flights`. */
  rowName: string;
  /** Rows that cleaning kept, and the days that they span where time is known. */
  data: { rows: number; from: string | null; to: string | null };
  /** Gain of the challenger on the primary metric; null where there is one run only. */
  gain: Estimate | null;
  /** What drift was measured on, and how many alarms chance alone makes. */
  windows: { replay: boolean; tested: number; alarms: number; expectedByChance: number } | null;
  /** The champion's primary metric per period, reference included. */
  performance: { from: string; value: number; n: number }[];
}

/**
 * The page `compare`: the leader board, what its models say together, and what a sentence about who leads needs of the
 * paired comparisons.
 */
export interface CompareEvidence extends Leaderboard, ManyModels {
  recommendations: Recommendation[];
  /** The newest first; none where nobody searched. */
  searches: SearchDocument[];
  /** Runs that these rows cannot judge; null where there are none. */
  onTestRows: TestRowsBoard | null;
  /** Ends of the challenger's paired gain by metric, for every ordered pair of run ids. */
  paired: { champion: string; challenger: string; gains: Partial<Record<MetricName, [number, number]>> }[];
}

/** The ordered pairs and curves that `champion.json` leaves out; the page loads them when a reader chooses another pair. */
export interface OtherPairs {
  pairs: PairDocument[];
  curves: ChampionDocument["curves"];
}

/** One window of drift, as small pictures need it. */
export interface DriftCourse extends Pick<DriftWindow, "name" | "from" | "to" | "alone" | "sustained"> {
  state: DriftState;
  /** How many columns alarm. */
  alarms: number;
  /** Share of the watched model's importance in features that alarm, and that warn. */
  shares: { alarm: number; warn: number };
  /** By column. */
  psi: Record<string, number>;
}

/** The page `drift`: the newest window in full, and of every window what small pictures need. */
export interface DriftEvidence extends Omit<DriftPageDocument, "windows"> {
  metric: MetricDescription;
  /** Share of each feature in what the watched model rests on, 0 to 1. */
  importance: Record<string, number>;
  windows: DriftCourse[];
  newest: DriftDocument | null;
}

/** Every window in full, in the order of `DriftEvidence.windows`; loaded when a reader chooses another window. */
export interface DriftWindows {
  documents: DriftDocument[];
}

/** One decision in the audit trail. Where an earlier ledger does not say, null. */
export interface LedgerLine {
  at: string;
  /** `initial` and `moved`: the registry settled itself; `look`: a pair was judged; `promoted`: a person moved the champion. */
  event: "initial" | "moved" | "look" | "promoted";
  /** What happened, as one sentence without a full stop. */
  sentence: string;
  by: string | null;
  /** Titles of the models, and their run ids. */
  champion: { title: string; runId: string } | null;
  challenger: { title: string; runId: string } | null;
  decision: string | null;
  rule: string | null;
  look: number | null;
  modelsJudged: number | null;
  /** Hash of the judged rows' ids and labels, and their independent units. */
  rows: { sha256: string; units: number | null } | null;
  /** SHA-256 of the predictions that were judged. */
  inputs: { champion: string | null; challenger: string | null } | null;
  /** True where a person went against the verdict. */
  forced: boolean;
  reason: string | null;
}

/** The audit trail of a project, the newest first. */
export interface LedgerEvidence {
  lines: LedgerLine[];
  /** Lines of the whole ledger that could not be read, such as one that a crash tore. */
  skipped: number;
}
