import { describe, expect, it } from "vitest";
import { effectSentence } from "../../src/decisions/effect-sentence.js";
import { manyModels } from "../../src/decisions/many-models.js";
import { parameterChanges } from "../../src/decisions/parameter-changes.js";
import type { Evidence, JudgedRun } from "../../src/evaluation/evidence.js";
import type { MeasuredEffect } from "../../src/evaluation/hyperparameters.js";
import { leaderboard } from "../../src/evaluation/leaderboard.js";
import { replicate } from "../../src/evaluation/replicated.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import type { Run } from "../../src/tracking/types.js";

const random = seeded(3);
const rows = 1200;
const truth = Float64Array.from({ length: rows }, () => randomNormal(random));
const label = truth.map((value) => Number(random() < 1 / (1 + Math.exp(-2 * value))));
const unit = Int32Array.from(label, (_, row) => row);
const noise = Array.from({ length: 3 }, () => truth.map(() => randomNormal(random)));

/** A run whose predictions are the truth with some of a noise; runs of one seed share it. */
const judged = (name: string, error: number, seed: number, params: Record<string, string>): JudgedRun =>
  ({
    run: { runId: name, name, aliases: [], family: "trees", learner: params["learner"] ?? "trees", params, seed, metrics: {}, tags: {}, startedAt: "2026-01-01T00:00:00.000Z" } as unknown as Run,
    title: name,
    cost: { trainingSeconds: Number(params["depth"] ?? 1), predictionMillisecondsPer1000: error, modelBytes: 1000 },
    trainingRows: 100,
    validation: {},
    history: {},
    importance: [],
    prediction: truth.map((value, row) => 1 / (1 + Math.exp(-2 * (value + error * noise[seed]![row]!)))),
    fold: Int32Array.from(unit, (row) => row % 5),
    production: null,
  }) as unknown as JudgedRun; // prettier-ignore

const evidence: Evidence = {
  project: "made-up",
  task: "classification",
  policy: {
    name: "test", source: "project", primaryMetric: "logLoss", smallestWorthwhileGain: 0.01, level: 0.95,
    guardrails: [], metrics: ["accuracy"], evidence: "cross-fitted",
  },
  rows: { rows, id: Array.from(unit, String), label, time: null, unit, units: Array.from(unit, String), segments: [] },
  unitName: "rows",
  runs: [
    judged("shallow", 1.5, 0, { depth: "2", rate: "0.1" }),
    judged("middle", 0.6, 0, { depth: "4", rate: "0.1" }),
    judged("deep", 0.6, 0, { depth: "12", rate: "0.1" }),
    judged("deep again", 0.6, 1, { depth: "12", rate: "0.1" }),
    judged("other", 0.9, 2, { learner: "linear", penalty: "1" }),
  ],
  production: null,
} as unknown as Evidence; // prettier-ignore

const measured = replicate(evidence, { seed: 1, draws: 300 });
const board = leaderboard(measured);
const many = manyModels(measured, board, "");

describe("many models on the same rows", () => {
  it("every ordered pair: a swapped one has the opposite gain and the same p, adjusted over unordered pairs", () => {
    const { cells } = many.matrix;
    expect(cells.length).toBe(20);
    for (const { champion, challenger, gain, pValue, adjustedPValue } of cells) {
      const other = cells.find((cell) => cell.champion === challenger && cell.challenger === champion)!;
      expect(other.gain.lower).toBeCloseTo(-gain.upper, 12);
      expect(other.pValue).toBe(pValue);
      if (Number.isFinite(pValue)) expect(adjustedPValue).toBeGreaterThanOrEqual(pValue);
    }
    const smallest = Math.min(...cells.map(({ pValue }) => pValue).filter(Number.isFinite));
    expect(cells.find(({ pValue }) => pValue === smallest)!.adjustedPValue).toBeLessThanOrEqual(10 * smallest + 1e-300);
  });
  it("the confidence set holds the best and not the worst", () => {
    const { models } = many.confidenceSet!;
    expect(models[0]).toMatchObject({ runId: "shallow", included: false });
    expect(models.at(-1)!.included).toBe(true);
    expect(models.map(({ pValue }) => pValue)).toEqual(models.map(({ pValue }) => pValue).sort((a, b) => a - b));
  });
  it("the best is no better than it looks once luck is removed", () => {
    const { optimism, corrected, naive, models } = many.optimism!;
    expect(models).toBe(5);
    expect(optimism).toBeGreaterThanOrEqual(0);
    expect(corrected.estimate).toBeCloseTo(naive.estimate + optimism, 12);
  });
  it("folds have the mean of their values, with the error of Nadeau and Bengio", () => {
    const { folds, mean } = many.folds[0]!;
    expect(folds.map(({ n }) => n)).toEqual([240, 240, 240, 240, 240]);
    const values = folds.map(({ value }) => value);
    const average = values.reduce((sum, value) => sum + value / 5, 0);
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2 / 4, 0);
    expect(mean.estimate).toBeCloseTo(average, 12);
    const t975 = 2.7764451051977987;
    expect(mean.upper - mean.estimate).toBeCloseTo(t975 * Math.sqrt((1 / 5 + 1 / 4) * variance), 10);
  });
  it("runs that differ in the seed alone are repeats, and no others", () => {
    expect(many.repeats.length).toBe(1);
    const [{ runs, range, agreement, correlation }] = many.repeats as [(typeof many.repeats)[number]];
    expect(runs.map(({ runId }) => runId)).toEqual(["deep", "deep again"]);
    expect(range).toBeCloseTo(Math.abs(runs[0]!.value - runs[1]!.value), 12);
    expect(agreement).toBeGreaterThan(0.7);
    expect(agreement).toBeLessThan(1);
    // Two noises of 0.6 on a common truth correlate by 1 / 1.36; the logistic curve takes a little of it.
    expect(Math.abs(correlation - 1 / 1.36)).toBeLessThan(0.06);
  });
  it("depth helps up to 4, then costs time and nothing else", () => {
    const [depth] = many.hyperparameters;
    expect(many.hyperparameters.length).toBe(1);
    expect(depth).toMatchObject({ parameter: "depth", confounded: [] });
    expect(depth!.levels.map(({ value }) => value)).toEqual(["2", "4", "12"]);
    expect(depth!.steps[0]!.gain.lower).toBeGreaterThan(0);
    expect(depth!.sentence).toMatch(
      /^Raising depth helps up to 4 \(from 2 to 4: 0\.\d+, \[.*\]\); beyond that no gain is shown, and training takes 3\.0 times as long\.$/,
    );
  });
  it("parallel coordinates: what differs, metrics and costs, one value an axis", () => {
    const { axes, runs } = many.parallel;
    expect(axes.map(({ name }) => name)).toEqual([
      "learner", "depth", "logLoss", "accuracy", "trainingSeconds", "predictionMillisecondsPer1000", "modelBytes",
    ]); // prettier-ignore
    for (const { values } of runs) expect(values.length).toBe(axes.length);
    expect(runs[4]!.values[1]).toBeNull();
  });
  it("recommendations each point at a number of the document", () => {
    expect(many.recommendations.length).toBeGreaterThan(2);
    const document: unknown = { ...board, ...many };
    for (const { text, evidence: pointer } of many.recommendations) {
      expect(text).toMatch(/^\S.*\.$/);
      const found = pointer
        .split("/")
        .slice(1)
        .reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
      expect(found, pointer).toBeDefined();
    }
  });
});

describe("what a parameter does, in words", () => {
  const gain = (lower: number, upper: number) => ({
    estimate: (lower + upper) / 2, lower, upper, level: 0.95, method: "paired-t", n: 100, units: 100,
  }); // prettier-ignore
  const effect = (bounds: [number, number][], rest: Partial<MeasuredEffect> = {}): MeasuredEffect => ({
    learner: "trees",
    title: "Trees",
    parameter: "maxDepth",
    metric: "logLoss",
    levels: bounds.concat([[0, 0]]).map((_, i) => ({ value: String(2 ** i), runs: [], metric: 1, trainingSeconds: 1 })),
    steps: bounds.map(([lower, upper], i) => ({ from: String(2 ** i), to: String(2 ** (i + 1)), gain: gain(lower, upper) })),
    confounded: [],
    ...rest,
  }); // prettier-ignore
  const said = (given: MeasuredEffect): string => effectSentence(given, { unit: "number", targetUnit: "" });
  it.each([
    [effect([[0.1, 0.3]]), "Raising max depth helps up to 2 (from 1 to 2: 0.20, [0.10, 0.30]), the highest value tried: a higher one may help more."],
    [effect([[0.1, 0.3], [-0.3, -0.1]]), "Raising max depth helps up to 2 (from 1 to 2: 0.20, [0.10, 0.30]), then hurts (from 2 to 4: 0.20, [−0.30, −0.10])."],
    [effect([[-0.3, -0.1]]), "Raising max depth hurts from 1 to 2 (0.20, [−0.30, −0.10]); the lowest value, 1, is enough."],
    [effect([[-0.1, 0.1]]), "From 1 to 2, no step of max depth is shown to change anything (1 to 2: [−0.10, 0.10])."],
    [effect([], { confounded: ["seedling", "rate"] }), "No two runs differ in max depth alone (seedling, rate differ too), so what max depth does cannot be told."],
    [effect([[0.1, 0.3]], { levels: ["a", "b"].map((value) => ({ value, runs: [], metric: 1, trainingSeconds: 1 })) }), "2 does better than 1 (0.20, [0.10, 0.30])."],
  ])("%#", (given, sentence) => expect(said(given)).toBe(sentence)); // prettier-ignore
});

it("parameters that changed: learner and seed too, and those that one run lacks", () => {
  const run = (learner: string, seed: number, params: Record<string, string>) => ({ learner, seed, params });
  expect(parameterChanges(run("a", 1, { x: "1", same: "0" }), run("b", 1, { y: "2", same: "0" }))).toEqual([
    { name: "learner", champion: "a", challenger: "b" },
    { name: "x", champion: "1", challenger: null },
    { name: "y", champion: null, challenger: "2" },
  ]);
});
