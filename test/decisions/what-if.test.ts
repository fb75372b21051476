import { describe, expect, it } from "vitest";
import { pairDocument } from "../../src/decisions/champion-document.js";
import type { CompareContext } from "../../src/decisions/compare-document.js";
import { whatIfCostCurve, whatIfMetrics, whatIfValue, whatIfVerdict } from "../../src/decisions/what-if.js";
import { compare } from "../../src/evaluation/comparison.js";
import { whatIfData } from "../../src/evaluation/what-if-data.js";
import { getMetric } from "../../src/metrics/index.js";
import type { MetricName } from "../../src/metrics/metric.js";
import { madeUpClasses, madeUpValues, type MadeUp } from "../evaluation/made-up.js";

const classNames: MetricName[] = [
  "accuracy",
  "recall",
  "precision",
  "f1",
  "mcc",
  "rocAuc",
  "averagePrecision",
  "logLoss",
];
const contender = (name: string) => ({ name, runId: null, source: `${name}.csv`, sha256: null });

function judge(
  { rows, champion, challenger }: MadeUp,
  options: { task?: "classification" | "regression"; threshold?: number; context?: Partial<CompareContext>; draws?: number } = {},
) {
  const { task = "classification", threshold = 0.5, context = {}, draws = 200 } = options;
  const metrics = (task === "classification" ? classNames : (["mae", "rmse", "bias"] as MetricName[])).map(getMetric);
  const primaryMetric = metrics[0]!.name;
  const models = { champion: { prediction: champion, threshold }, challenger: { prediction: challenger, threshold } };
  const comparison = compare(
    { rows, ...models, onlyInChampion: 0, onlyInChallenger: 0 },
    { task, metrics, primaryMetric, level: 0.95, draws, seed: 3, unitName: "units" },
  );
  return pairDocument(
    {
      comparison,
      disagreement: { overTime: [], segments: [], predictions: [], cell: 1, examples: [] },
      whatIf: whatIfData(rows, models.champion, models.challenger, { task, metrics: comparison.metrics }),
      parameters: [],
    },
    {
      assayVersion: "0.0.0",
      champion: contender("a"),
      challenger: contender("b"),
      policy: {
        name: "test",
        source: "default",
        primaryMetric,
        smallestWorthwhileGain: 0.01,
        level: 0.95,
        guardrails: [{ metric: metrics[1]!.name, margin: 0.02 }, { metric: metrics[2]!.name, margin: 0.02 }],
        metrics: [],
        evidence: "test",
      },
      targetUnit: "",
      trainOverlap: null,
      look: 1,
      unitsAtFirstLook: 100,
      modelsJudged: 2,
      gates: [],
      costs: null,
      warnings: [],
      ...context,
    },
  );
} // prettier-ignore

const settings = [
  ["independent rows", madeUpClasses(), {}],
  ["rows of units", madeUpClasses({ perUnit: 20 }), {}],
  ["a third look", madeUpClasses({ perUnit: 20 }), { context: { look: 3 } }],
  ["few rows", madeUpClasses({ rows: 60 }), {}],
  ["values", madeUpValues({ perUnit: 20 }), { task: "regression" as const }],
] as const;

describe("with nothing moved, a what-if is the official verdict", () => {
  it.each(settings)("%s", (_, data, options) => {
    const pair = judge(data, options);
    expect(whatIfVerdict(pair, {})).toEqual(pair.compare.verdict);
    const { smallestWorthwhileGain, level } = pair.compare.policy;
    expect(whatIfVerdict(pair, { margin: smallestWorthwhileGain, level })).toEqual(pair.compare.verdict);
  });
  it("corrected for selection, where the policy is strict", () => {
    const data = madeUpClasses();
    const plain = judge(data, { context: { modelsJudged: 6 } });
    const strict = judge(data, { context: { modelsJudged: 6, policy: { ...judgedPolicy, strict: true } } });
    expect(strict.compare.verdict.gain).toEqual(plain.corrected);
    expect(strict.compare.verdict.gain.level).toBeCloseTo(0.99, 12);
    expect(whatIfVerdict(strict, {})).toEqual(strict.compare.verdict);
    expect(whatIfVerdict(strict, { level: 0.95 }).gain).toEqual(plain.compare.verdict.gain);
  });
});

const judgedPolicy: CompareContext["policy"] = {
  name: "test",
  source: "default",
  primaryMetric: "accuracy",
  smallestWorthwhileGain: 0.01,
  level: 0.95,
  guardrails: [],
  metrics: [],
  evidence: "test",
};

describe("at another threshold, a what-if is what the comparison at that threshold says", () => {
  it.each([
    ["independent rows", madeUpClasses()],
    ["rows of units", madeUpClasses({ perUnit: 20 })],
  ])("%s", (_, data) => {
    const pair = judge(data);
    for (const threshold of [0.05, 0.3, 0.5, 0.77]) {
      const official = judge(data, { threshold });
      const asked = whatIfMetrics(pair, { threshold });
      expect(asked.map(({ metric }) => metric)).toEqual(["accuracy", "recall", "precision", "f1", "mcc"]);
      for (const { metric, champion, challenger, gain } of asked) {
        const expected = official.compare.metrics.find(({ name }) => name === metric)!;
        expect(champion).toBeCloseTo(expected.champion.estimate, 12);
        expect(challenger).toBeCloseTo(expected.challenger.estimate, 12);
        expect(gain.method).toBe(expected.gain.method);
        for (const end of ["estimate", "lower", "upper"] as const) expect(gain[end]).toBeCloseTo(expected.gain[end], 9);
      }
      const verdict = whatIfVerdict(pair, { threshold });
      expect(verdict.rule).toBe(official.compare.verdict.rule);
      expect(verdict.reason).toBe(official.compare.verdict.reason);
    }
  });
  it("the ends of the slider: every row positive, none positive", () => {
    const pair = judge(madeUpClasses());
    const [accuracy] = whatIfMetrics(pair, { threshold: 0 });
    expect(accuracy!.gain).toMatchObject({ estimate: 0, method: "no-discordant-rows" });
    const none = whatIfMetrics(pair, { threshold: 1 }).find(({ metric }) => metric === "precision")!;
    expect(none.gain.method).toBe("none-undefined");
  });
});

describe("under the reader's costs", () => {
  it.each([
    ["independent rows", madeUpClasses()],
    ["rows of units", madeUpClasses({ perUnit: 20 })],
  ])("classes: as the mean of row costs says, %s", (_, data) => {
    const costs = { falsePositive: 1, falseNegative: 4, truePositive: -1 };
    const threshold = 0.3;
    const asked = whatIfValue(judge(data), costs, { threshold })!;
    const input = (prediction: Float64Array) => ({ prediction, threshold, costs });
    const { metrics } = compare(
      { rows: data.rows, champion: input(data.champion), challenger: input(data.challenger), onlyInChampion: 0, onlyInChallenger: 0 },
      { task: "classification", metrics: [getMetric("expectedCost")], primaryMetric: "expectedCost", level: 0.95, draws: 10, seed: 1, unitName: "units" },
    ); // prettier-ignore
    const expected = metrics[0]!;
    expect(asked.champion).toBeCloseTo(expected.champion.estimate, 12);
    expect(asked.gain.lower).toBeCloseTo(expected.gain.lower, 9);
    expect(asked.gain.upper).toBeCloseTo(expected.gain.upper, 9);
    expect(asked.gain.method).toBe(expected.gain.method);
  });
  it("values: equal costs both ways are the mean absolute error", () => {
    const pair = judge(madeUpValues({ perUnit: 20 }), { task: "regression" });
    const asked = whatIfValue(pair, { tooHigh: 1, tooLow: 1 })!;
    const mae = pair.compare.metrics[0]!;
    expect(asked.champion).toBeCloseTo(mae.champion.estimate, 10);
    expect(asked.gain.lower).toBeCloseTo(mae.gain.lower, 9);
    expect(asked.gain.upper).toBeCloseTo(mae.gain.upper, 9);
    const late = whatIfValue(pair, { tooHigh: 0, tooLow: 3 })!;
    expect(late.champion).toBeLessThan(3 * mae.champion.estimate);
  });
  it("the cheapest threshold moves down as misses cost more", () => {
    const pair = judge(madeUpClasses());
    const best = (falseNegative: number) => whatIfCostCurve(pair, { falsePositive: 1, falseNegative })!.best.champion;
    expect(best(9).threshold).toBeLessThan(best(1).threshold);
    const { points } = whatIfCostCurve(pair, { falsePositive: 1, falseNegative: 9 })!;
    expect(Math.min(...points.map(({ champion }) => champion))).toBe(best(9).cost);
  });
  it("costs of the other task have no answer", () => {
    expect(whatIfValue(judge(madeUpClasses()), { tooHigh: 1, tooLow: 1 })).toBeNull();
    const values = judge(madeUpValues(), { task: "regression" });
    expect(whatIfValue(values, { falsePositive: 1, falseNegative: 1 })).toBeNull();
    expect(whatIfCostCurve(values, { falsePositive: 1, falseNegative: 1 })).toBeNull();
  });
});

it("holds nothing per row, so that 100,000 rows answer as fast as 2,000", () => {
  const size = (rows: number): number =>
    JSON.stringify(judge(madeUpClasses({ rows, perUnit: 50 }), { draws: 100 }).whatIf).length;
  expect(size(100_000)).toBeLessThan(2 * size(5000));
});
