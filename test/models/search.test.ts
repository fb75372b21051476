import { describe, expect, it } from "vitest";
import { seeded } from "../../src/lib/random.js";
import { foldEstimate, stratifiedFolds, timeFolds } from "../../src/models/cross-validate.js";
import { type FitJob, runJobs, shareRows } from "../../src/models/fit-job.js";
import { getLearner } from "../../src/models/index.js";
import { drawParameters, getSearchSpace, searchSpaces } from "../../src/models/search-space.js";
import { rungShares, search, type Trial } from "../../src/models/search.js";
import type { Labelled } from "../../src/models/types.js";
import { quick, table } from "./table.js";

const range = (from: number, to: number): Int32Array => Int32Array.from({ length: to - from }, (_, i) => from + i);

describe("folds", () => {
  const rows: Labelled = { ...table(90, 1, "classification"), unit: range(0, 90).map((i) => i >> 1) };

  it("judge every row once a repetition, keep units whole and classes even, and repeat by the seed", () => {
    const rules = { folds: 5, repeats: 2, seed: 3 };
    const folds = stratifiedFolds(rows, range(0, 80), rules);
    expect(folds).toHaveLength(10);
    for (const repeat of [folds.slice(0, 5), folds.slice(5)])
      expect(repeat.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual([...range(0, 80)]);
    const unitsOf = (part: Int32Array): Set<number> => new Set([...part].map((row) => rows.unit![row]!));
    for (const { train, validation, test } of folds) {
      expect(train.length + validation.length + test.length).toBe(80);
      for (const unit of unitsOf(test)) expect(unitsOf(train).has(unit) || unitsOf(validation).has(unit)).toBe(false);
      for (const unit of unitsOf(validation)) expect(unitsOf(train).has(unit)).toBe(false);
    }
    expect(stratifiedFolds(rows, range(0, 80), rules)).toEqual(folds);
    expect(stratifiedFolds(rows, range(0, 80), { ...rules, seed: 4 })).not.toEqual(folds);
    expect(folds[5]!.test).not.toEqual(folds[0]!.test);
  });

  it("in time never train on what comes after the rows that judge", () => {
    const time = Float64Array.from({ length: 90 }, (_, i) => 1000 - 10 * (i >> 1));
    const folds = timeFolds(rows, range(0, 90), time, 4);
    expect(folds).toHaveLength(4);
    for (const { train, validation, test } of folds) {
      const times = (part: Int32Array): number[] => [...part].map((row) => time[row]!);
      expect(Math.max(...times(train))).toBeLessThan(Math.min(...times(validation)));
      expect(Math.max(...times(validation))).toBeLessThan(Math.min(...times(test)));
    }
    expect(folds.flatMap(({ test }) => [...test])).toHaveLength(72);
  });

  it("refuse fewer units than folds, and one fold", () => {
    const few = { ...rows, unit: new Int32Array(90) };
    expect(() => stratifiedFolds(few, range(0, 90), { folds: 5, repeats: 1, seed: 1 })).toThrow(
      "5 folds need at least 5 units; there are 1",
    );
    expect(() => timeFolds(few, range(0, 90), new Float64Array(90), 5)).toThrow("6 folds need at least 6 units");
    expect(() => stratifiedFolds(rows, range(0, 90), { folds: 1, repeats: 1, seed: 1 })).toThrow(RangeError);
  });

  it("have Nadeau and Bengio's error: the plain one times the root of 1 + folds × test rows / training rows", () => {
    const folds = stratifiedFolds(rows, range(0, 80), { folds: 5, repeats: 1, seed: 1 });
    const values = [0.8, 0.82, 0.79, 0.84, 0.8];
    const { mean, error } = foldEstimate(values, folds);
    expect(mean).toBeCloseTo(0.81, 12);
    const plain = Math.sqrt(values.reduce((sum, value) => sum + (value - 0.81) ** 2, 0) / 4 / 5);
    expect(error).toBeCloseTo(plain * Math.sqrt(1 + 5 / 4), 12);
    expect(foldEstimate([0.8], folds.slice(0, 1)).error).toBeNaN();
  });
});

describe("spaces", () => {
  it.each(Object.keys(searchSpaces))("of %s hold what the learner takes", async (name) => {
    const learner = getLearner(name);
    const random = seeded(5);
    for (let k = 0; k < 3; k++) {
      const parameters = { ...drawParameters(getSearchSpace(name), random), ...quick[name] };
      const train = table(120, 2, learner.tasks[0]!);
      await learner.fit({ train, parameters, seed: 1, task: "test", backend: "wasm" });
    }
  });

  it("are drawn within their bounds, by the seed, with few figures", () => {
    const space = {
      rate: { kind: "number", from: 1e-4, to: 1, scale: "log" },
      depth: { kind: "whole", from: 2, to: 4, scale: "linear" },
      layers: { kind: "choice", values: ["a", "b"] },
    } as const;
    const random = seeded(1);
    const draws = Array.from({ length: 400 }, () => drawParameters(space, random));
    expect(draws.filter(({ rate }) => (rate as number) < 1e-2).length).toBeGreaterThan(150);
    for (const { rate } of draws) {
      expect(rate).toBeGreaterThanOrEqual(1e-4);
      expect(rate).toBe(Number((rate as number).toPrecision(3)));
    }
    expect(new Set(draws.map(({ depth }) => depth))).toEqual(new Set([2, 3, 4]));
    expect(new Set(draws.map(({ layers }) => layers))).toEqual(new Set(["a", "b"]));
  });

  it("are named where a learner has none", () => {
    expect(() => getSearchSpace("class-prior")).toThrow("class-prior has nothing to search");
  });
});

describe("search", () => {
  const rows = table(400, 1, "regression");
  const { values } = rows.target as { values: Float64Array };
  const validation = range(300, 400);
  const measure = (predictions: Float64Array) => {
    const mae = predictions.reduce((sum, p, i) => sum + Math.abs(p - values[300 + i]!), 0) / 100;
    return { score: -mae, metrics: { mae } };
  };

  async function run(strategy: "random" | "halving", workers: number): Promise<{ ranked: Trial[]; told: Trial[] }> {
    const told: Trial[] = [];
    const ranked = await search(
      { learner: getLearner("elastic-net"), base: { levels: 10 }, trials: 9, strategy, seed: 2, backend: "wasm" },
      { rows, train: range(0, 300), validation, measure },
      { task: "test", workers, onTrial: (trial) => void told.push(trial) },
    );
    return { ranked, told };
  }

  it("halves: all trials on few rows, the best on all; each is told once; workers change nothing", async () => {
    expect(rungShares("halving", 9)).toEqual([1 / 9, 1 / 3, 1]);
    const { ranked, told } = await run("halving", 1);
    expect(told.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(told.map(({ trainingRows }) => trainingRows)).toEqual([33, 33, 33, 33, 33, 33, 100, 100, 300]);
    expect(ranked).toHaveLength(1);
    const untimed = (trials: Trial[]) => trials.map((trial) => ({ ...trial, seconds: 0 }));
    expect(untimed((await run("halving", 2)).told)).toEqual(untimed(told));
  });

  it("draws at random, the parameters as they are first, and ranks by score", async () => {
    const { ranked } = await run("random", 2);
    expect(ranked).toHaveLength(9);
    expect(ranked.find(({ number }) => number === 1)!.parameters).toEqual({ levels: 10 });
    const scores = ranked.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it("takes a fit that diverges as a result, and any other fault as an error", async () => {
    const job: FitJob = {
      learner: "multilayer-perceptron",
      rows: shareRows(rows),
      train: range(0, 300),
      validation,
      predict: validation,
      parameters: { learningRate: 1e30, epochs: 5 },
      seed: 1,
      backend: "wasm",
      task: "test",
    };
    const [result] = await runJobs([job]);
    expect(result).toMatchObject({ predictions: null, failure: expect.stringContaining("the loss became") as string });
    const wrong = { ...job, parameters: { colour: 1 } };
    await expect(runJobs([wrong])).rejects.toMatchObject({ code: "unknown-parameter" });
  });
});
