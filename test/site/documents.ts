import { parseHTML } from "linkedom";
import type { CompareEvidence } from "../../src/cards/evidence-types.js";
import type { PairDocument } from "../../src/decisions/documents.js";
import type { DriftDocument, DriftWindow } from "../../src/decisions/drift-types.js";
import type { GainBasis } from "../../src/evaluation/gain-basis.js";
import type { ManyModels } from "../../src/evaluation/many-types.js";
import type { LeaderboardRun } from "../../src/evaluation/types.js";
import type { UnitMoments } from "../../src/evaluation/what-if-types.js";
import type { MetricName } from "../../src/metrics/metric.js";
import type { Estimate } from "../../src/stats/estimate.js";
import { withDocument } from "../../reports/components/element.js";

/** Draws without a browser. The drawing library's choices cannot be set, so that they are given what a browser has. */
export function drawn<T>(draw: () => T): T {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  Object.defineProperty(Object.getPrototypeOf(document.createElement("select")), "value", {
    configurable: true,
    writable: true,
    value: "",
  });
  return withDocument(document as unknown as Document, draw);
}

export const interval = (estimate: number, lower: number, upper: number, n = 55_628, units = 61): Estimate => ({
  estimate, lower, upper, level: 0.95, method: "paired-bootstrap", n, units,
}); // prettier-ignore

const basis = (metric: MetricName, values: [number, number, number]): GainBasis => ({
  metric, method: "paired-bootstrap", estimate: values[1], standardError: 0.145, degreesOfFreedom: null, n: 55_628, units: 61, discordant: null,
  quantiles: { probabilities: [0.025, 0.5, 0.975], values },
}); // prettier-ignore

/** Errors of 61 days: too high and too low of the champion, of the challenger, and rows. */
const errorMoments: UnitMoments = (() => {
  const days = Array.from({ length: 61 }, (_, day) => {
    const rows = 900 + (day % 7) * 4;
    return [5 * rows, (6.8 + Math.sin(day)) * rows, 5 * rows, (6.6 + Math.sin(day) / 2) * rows, rows];
  });
  const products = [];
  for (let i = 0; i < 5; i++)
    for (let j = i; j < 5; j++) products.push(days.reduce((sum, day) => sum + day[i]! * day[j]!, 0));
  return { sums: days[0]!.map((_, k) => days.reduce((sum, day) => sum + day[k]!, 0)), products };
})();

/** A comparison as the flights tell it; names may be changed to something hostile. */
export function pairOf({ champion = "Ridge", challenger = "Boosted trees" } = {}): PairDocument {
  const gain = interval(0.16, -0.1, 0.47);
  return {
    compare: {
      schemaVersion: 1,
      assayVersion: "0.1.0",
      warnings: [{ code: "wide", message: "These rows resolve less than the margin." }],
      task: "regression",
      champion: { name: champion, runId: "r1", source: "a.csv", sha256: "aa".repeat(32) },
      challenger: { name: challenger, runId: "r2", source: "b.csv", sha256: "bb".repeat(32) },
      rows: {
        compared: 55_628,
        onlyInChampion: 0,
        onlyInChallenger: 0,
        unit: "days",
        units: 61,
        trainOverlap: null,
        look: 1,
        modelsJudged: 2,
      },
      policy: {
        name: "flights",
        source: "flags",
        primaryMetric: "mae",
        smallestWorthwhileGain: 0.25,
        level: 0.95,
        guardrails: [{ metric: "rmse", margin: 0.5 }],
        strict: false,
      },
      metrics: [
        {
          name: "mae",
          direction: "minimize",
          champion: interval(11.8, 11.2, 12.4),
          challenger: interval(11.64, 11, 12.2),
          gain,
        },
        {
          name: "rmse",
          direction: "minimize",
          champion: interval(16.04, 15, 17),
          challenger: interval(15.97, 15, 17),
          gain: interval(0.07, -0.43, 0.56),
        },
      ],
      tests: [
        {
          name: "bootstrap",
          metric: "mae",
          statistic: 0.16,
          degreesOfFreedom: null,
          pValue: 0.21,
          adjustedPValue: null,
          alternative: "two-sided",
          n: 61,
        },
      ],
      contingency: null,
      marginTests: [],
      oddsRatio: null,
      bayesian: null,
      power: null,
      majority: null,
      gates: [],
      verdict: {
        decision: "collect-more-data",
        rule: "6-unresolved",
        reason:
          "The interval [−0.10, 0.47] minutes holds gains that count (0.25 minutes or more) and gains that do not.",
        gain,
        blocking: [],
        smallestDetectableGain: 0.4,
        moreUnits: { ifGainZero: 158, ifGainTwiceMargin: 49 },
        tippingMargins: [{ margin: 0.47, decision: "equivalent" }],
        preferred: null,
      },
    },
    naive: interval(0.16, 0.11, 0.21, 55_628, 55_628),
    corrected: null,
    parameters: [],
    whatIf: {
      gains: [basis("mae", [-0.1, 0.16, 0.47]), basis("rmse", [-0.43, 0.07, 0.56])],
      thresholds: null,
      official: null,
      errors: errorMoments,
      costs: null,
      unitsAtFirstLook: 61,
      targetUnit: "minutes",
      modelCosts: null,
      factors: null,
    },
    disagreement: {
      overTime: Array.from({ length: 20 }, (_, i) => ({
        from: new Date(Date.UTC(2013, 9, 20 + i)).toISOString(),
        to: new Date(Date.UTC(2013, 9, 21 + i)).toISOString(),
        gain: Math.sin(i),
        n: 900,
        split: i < 12 ? "test" : "production",
      })),
      segments: [
        { column: "carrier", value: "<b>Southwest</b>", gain: interval(0.6, 0.1, 1.1) },
        { column: "carrier", value: "Delta", gain: interval(0.1, -0.3, 0.5) },
      ],
      predictions: [
        { champion: 0, challenger: 0, count: 10 },
        { champion: 5, challenger: 10, count: 3 },
      ],
      cell: 5,
      examples: Array.from({ length: 30 }, (_, i) => ({
        id: `f${i}`,
        label: i,
        champion: i + 5,
        challenger: i + 1,
        gain: i % 2 ? 4 + i : -4 - i,
        segments: { carrier: "Delta" },
      })),
    },
  };
}

type Column = DriftDocument["columns"][number];

export function driftColumn(name: string, changes: Partial<Column> = {}): Column {
  return {
    name,
    type: "numeric",
    role: "feature",
    state: "ok",
    reason: "below 0.1",
    referenceRows: 1000,
    currentRows: 200,
    referenceMissing: 0,
    currentMissing: 0,
    designEffect: 1,
    effect: { measure: "psi", estimate: 0.02, lower: 0, upper: 0.04, threshold: 0.1 },
    test: { name: "kolmogorov-smirnov", statistic: 0.04, pValue: 0.6, adjustedPValue: 0.8, exact: false, error: 0.001 },
    measures: {
      psi: 0.02,
      jensenShannon: 0.1,
      totalVariation: 0.05,
      wasserstein: 1.5,
      kolmogorovSmirnov: { statistic: 0.04, pValue: 0.6 },
      chiSquare: null,
      mannWhitney: null,
      missing: null,
    },
    violations: { below: 0, above: 0, referenceNotNumbers: 0, currentNotNumbers: 0 },
    constant: { reference: null, current: null },
    newCategories: [],
    vanishedCategories: [],
    bins: [
      { lower: null, upper: 0, value: null, reference: 300, current: 60 },
      { lower: null, upper: null, value: "0", reference: 400, current: 80 },
      { lower: 0, upper: 20, value: null, reference: 200, current: 40 },
      { lower: 20, upper: null, value: null, reference: 100, current: 20 },
    ],
    ...changes,
  };
}

export function driftOf(columns: Column[]): DriftDocument {
  const alarms = columns.filter(({ state, role }) => state === "alarm" && role !== "context").length;
  return {
    schemaVersion: 1,
    assayVersion: "0.1.0",
    warnings: [],
    reference: { source: "old.parquet", rows: 1000, from: "2013-01-01", to: "2013-07-01", sha256: "cc".repeat(32) },
    current: { source: "new.parquet", rows: 200, from: "2013-09-01", to: "2013-10-01", sha256: "dd".repeat(32) },
    policy: {
      name: "default",
      source: "default",
      measure: "psi",
      threshold: 0.1,
      level: 0.95,
      minimumRows: 30,
      minimumUnits: 5,
      jointThreshold: 0.75,
      limits: "fixed",
    },
    units: { name: "row", reference: 1000, current: 200 },
    state: alarms > 0 ? "alarm" : "ok",
    summary: { columns: columns.length, tested: columns.length, alarms, expectedByChance: 0.4 },
    columns,
    multivariate: null,
  };
}

/** A window of drift that is judged alone. */
export const unsequenced: Pick<DriftWindow, "alone" | "sustained" | "sequence"> = {
  alone: "ok",
  sustained: "ok",
  sequence: { pValue: 1, level: 0.05, adjustedPValue: 1, confirmed: true, confirmedAllYear: false },
};

export function runOf(name: string, mae: number, changes: Partial<LeaderboardRun> = {}): LeaderboardRun {
  return {
    runId: `id-${name}`,
    name,
    title: name,
    family: "linear",
    learner: "ridge",
    isChampion: false,
    isChallenger: false,
    parameters: {},
    metrics: Number.isFinite(mae) ? { mae: interval(mae, mae - 0.5, mae + 0.5) } : {},
    crossValidation: null,
    validation: {},
    cost: { trainingSeconds: 1, predictionMillisecondsPer1000: 1, modelBytes: 1000 },
    trainingRows: 1000,
    backend: null,
    seed: 1,
    startedAt: "2026-01-01T00:00:00Z",
    learningCurves: [],
    importance: [],
    classification: null,
    regression: null,
    threshold: null,
    ...changes,
  };
}

/** What many models say together, where nothing is known of them. */
export const nothingMore: ManyModels & Pick<CompareEvidence, "recommendations" | "searches" | "onTestRows"> = {
  searches: [],
  onTestRows: null,
  matrix: { metric: "mae", adjustment: "holm", cells: [] },
  confidenceSet: null,
  optimism: null,
  folds: [],
  repeats: [],
  hyperparameters: [],
  parallel: { axes: [], runs: [] },
  recommendations: [],
};
