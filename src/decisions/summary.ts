import type { Leaderboard, MetricDescription } from "../evaluation/types.js";
import { formatCount } from "../lib/format.js";
import type { Estimate } from "../stats/estimate.js";
import type { ChampionDocument } from "./documents.js";
import type { DriftPageDocument, DriftState } from "./drift-types.js";
import { headline } from "./headline.js";
import type { Decision } from "./types.js";

/** One row of the home page. */
export interface ProjectSummary {
  project: string;
  title: string;
  question: string;
  champion: {
    runId: string;
    title: string;
    metric: MetricDescription;
    value: Estimate;
    /** When it was trained. */
    trainedAt: string;
  } | null;
  verdict: { decision: Decision; sentence: string; challenger: string } | null;
  drift: { state: DriftState; sentence: string; window: string } | null;
  rows: { n: number; units: number; unit: string; from: string | null; to: string | null };
  /** How the target is written. */
  targetUnit: string;
}

function driftSentence(state: DriftState, summary: { tested: number; alarms: number }): string {
  if (state === "too-few-rows") return "Too few rows to tell";
  if (summary.alarms === 0)
    return state === "warn"
      ? `No column of ${formatCount(summary.tested)} in alarm; some have moved`
      : `None of ${formatCount(summary.tested)} columns has moved`;
  return `${formatCount(summary.alarms)} of ${formatCount(summary.tested)} columns ${summary.alarms === 1 ? "has" : "have"} moved`;
}

/** The last window of a project's drift, as a state and a sentence. */
function driftOf(drift: DriftPageDocument | null): ProjectSummary["drift"] {
  const last = drift?.windows.at(-1);
  if (!last) return null;
  const { state, summary } = last.document;
  return { state, sentence: driftSentence(state, summary), window: last.name };
}

/**
 * One project's row of the home page, from its documents: champion with its primary metric, official verdict, drift of
 * the last window, rows.
 *
 * @param documents null where a project has none (yet).
 */
export function projectSummary(
  project: { id: string; title: string; question: string; rows: string; target: { unit: string } },
  documents: { leaderboard: Leaderboard; champion: ChampionDocument; drift: DriftPageDocument | null },
): ProjectSummary {
  const { leaderboard, champion, drift } = documents;
  const run = leaderboard.runs.find(({ isChampion }) => isChampion);
  const metric = leaderboard.metrics.find(({ name }) => name === leaderboard.primaryMetric);
  const value = run?.metrics[leaderboard.primaryMetric];
  const official = champion.official ? champion.pairs[0]?.compare : undefined;
  const targetUnit = project.target.unit;
  const { n, units, unit, from, to } = leaderboard.rows;
  return {
    project: project.id,
    title: project.title,
    question: project.question,
    champion:
      run && metric && value ? { runId: run.runId, title: run.title, metric, value, trainedAt: run.startedAt } : null,
    verdict: official
      ? {
          decision: official.verdict.decision,
          sentence: headline(official, { targetUnit, rows: project.rows }).sentence,
          challenger: official.challenger.name,
        }
      : null,
    drift: driftOf(drift),
    rows: { n, units, unit, from, to },
    targetUnit,
  };
}
