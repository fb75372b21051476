import type {
  ClassificationCurves,
  Disagreement,
  MetricDescription,
  RegressionCurves,
  RowsJudged,
} from "../evaluation/types.js";
import type { WhatIf } from "../evaluation/what-if-types.js";
import type { Warning } from "../lib/errors.js";
import type { MetricName } from "../metrics/metric.js";
import type { CostFactor, Task } from "../projects/types.js";
import type { Estimate, TestResult } from "../stats/estimate.js";
import type { BayesianView, MajorityView, MarginTest, ParameterChange, PowerView } from "./pair-types.js";
import type { Gate, Verdict } from "./types.js";
import type { Cost } from "./verdict.js";

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
    /** True: the verdict rests on the interval corrected for the models that these rows have judged. */
    strict: boolean;
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
  /** Equivalence of the primary metric within ±δ, and non-inferiority of each guardrail. */
  marginTests: MarginTest[];
  /** Rows that the challenger alone gets right over those that the champion alone does; null for values. */
  oddsRatio: Estimate | null;
  bayesian: BayesianView | null;
  power: PowerView | null;
  gates: Gate[];
  verdict: Verdict;
  /** The seed rule, beside our verdict; it never decides. */
  majority: MajorityView | null;
}

/** What a verdict rests on beside gains, so that a page can ask for another one. */
export interface WhatIfContext {
  unitsAtFirstLook: number;
  /** The target's unit in the plural; empty where there is none. */
  targetUnit: string;
  modelCosts: { champion: Cost; challenger: Cost } | null;
  factors: readonly CostFactor[] | null;
}

/** Any two runs of a project: the document, and what the page shows beside it. */
export interface PairDocument {
  compare: CompareDocument;
  naive: Estimate | null;
  /** The interval corrected for how many models this test set has judged; null for the first two. */
  corrected: Estimate | null;
  disagreement: Disagreement;
  /** Parameters in which two runs differ; empty for files. */
  parameters: ParameterChange[];
  whatIf: WhatIf & WhatIfContext;
}

/** What to do next, and where the number that says so stands: a JSON pointer into the document of the page `compare`. */
export interface Recommendation {
  text: string;
  evidence: string;
}

/** One model's curves on the judged rows. */
export interface RunCurves {
  classification: ClassificationCurves | null;
  regression: RegressionCurves | null;
}

/** The evidence behind the page `champion`: every ordered pair of the project's runs, the official one first. */
export interface ChampionDocument {
  rows: RowsJudged;
  metrics: MetricDescription[];
  runs: { runId: string; name: string; title: string }[];
  /** By run id, for curves laid over each other. */
  curves: Record<string, RunCurves>;
  official: { champion: string; challenger: string } | null;
  pairs: PairDocument[];
}
