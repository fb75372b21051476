import type { Disagreement, MetricDescription, RowsJudged } from "../evaluation/types.js";
import type { Warning } from "../lib/errors.js";
import type { MetricName } from "../metrics/metric.js";
import type { Task } from "../projects/types.js";
import type { Estimate, TestResult } from "../stats/estimate.js";
import type { Gate, Verdict } from "./types.js";

/** Who was compared: a run, or a file. */
export interface Contender {
  name: string;
  runId: string | null;
  source: string;
  sha256: string | null;
}

/** `assay compare --json`: contract §2. */
export interface CompareDocument {
  schemaVersion: 1;
  assayVersion: string;
  warnings: Warning[];
  task: Task;
  champion: Contender;
  challenger: Contender;
  rows: {
    compared: number;
    onlyInChampion: number;
    onlyInChallenger: number;
    unit: string;
    units: number;
    /** Rows that either trained on and that were left out; null: not checkable. */
    trainOverlap: number | null;
    /** First look is 1. */
    look: number;
    /** Models that this test set has judged, these two included. */
    modelsJudged: number;
  };
  policy: {
    name: string;
    source: "project" | "default" | "flags";
    primaryMetric: MetricName;
    smallestWorthwhileGain: number;
    level: number;
    guardrails: { metric: MetricName; margin: number }[];
  };
  metrics: {
    name: MetricName;
    direction: "maximize" | "minimize";
    champion: Estimate;
    challenger: Estimate;
    gain: Estimate;
  }[];
  tests: TestResult[];
  contingency: { bothRight: number; onlyChampionRight: number; onlyChallengerRight: number; bothWrong: number } | null;
  gates: Gate[];
  verdict: Verdict;
}

/** Any two runs of a project: the document, and what the page shows beside it. */
export interface PairDocument {
  compare: CompareDocument;
  naive: Estimate | null;
  /** The interval corrected for how many models this test set has judged; null for the first two. */
  corrected: Estimate | null;
  disagreement: Disagreement;
}

/** The evidence behind the page `champion`: every ordered pair of the project's runs, the official one first. */
export interface ChampionDocument {
  rows: RowsJudged;
  metrics: MetricDescription[];
  runs: { runId: string; name: string; title: string }[];
  official: { champion: string; challenger: string } | null;
  pairs: PairDocument[];
}
