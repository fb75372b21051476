import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import type { CategoricalColumn, Dataset, Target } from "../../src/features/dataset.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { contributions } from "../../src/models/contributions.js";
import { crossFit, getLearner, learners } from "../../src/models/index.js";
import { coordinateDescent } from "../../src/models/linear/coordinate-descent.js";
import type { LinearBody } from "../../src/models/linear/scorer.js";
import { choose } from "../../src/models/linear/tune.js";
import type { Labelled, Parameters } from "../../src/models/types.js";
import { fitInput, table } from "./table.js";

const linear = Object.values(learners).filter(({ family }) => family === "linear");
const fit = async (name: string, train: Labelled, parameters: Parameters = {}, validation?: Labelled) =>
  await getLearner(name).fit(fitInput(name, train, { parameters, ...(validation && { validation }) }));

/** The mixed table with three classes. */
function threeClasses(rows: number, seed: number): Labelled {
  const { data, target } = table(rows, seed, "regression");
  const codes = Int32Array.from((target as { values: Float64Array }).values, (v) => (v < 0 ? 0 : v < 2 ? 1 : 2));
  return { data, target: { task: "classification", codes, classes: ["low", "middle", "high"] } };
}

/** Columns of noise beside one that matters, more of them than rows. */
function wide(rows: number, columns: number, task: "classification" | "regression"): Labelled {
  const random = seeded(5);
  const all = Array.from({ length: columns }, (_, k) => ({
    name: `x${k}`,
    kind: "numeric" as const,
    values: Float64Array.from({ length: rows }, () => randomNormal(random)),
  }));
  const values = all[0]!.values.map((v) => 3 * v + 0.1 * randomNormal(random));
  const target: Target =
    task === "regression"
      ? { task, values }
      : { task, codes: Int32Array.from(values, (v) => (v > 0 ? 1 : 0)), classes: ["no", "yes"] };
  return { data: { rows, columns: all }, target };
}

const softmax = (scores: ArrayLike<number>): number[] => {
  const powers = Array.from(scores, Math.exp);
  return powers.map((power) => power / powers.reduce((sum, value) => sum + value, 0));
};

describe.each(linear.flatMap((learner) => learner.tasks.map((task) => [learner.name, task] as const)))(
  "%s, %s: contributions",
  (name, task) => {
    const odd: Dataset = {
      rows: 3,
      columns: [
        { name: "x", kind: "numeric", values: Float64Array.of(0.3, Number.NaN, -2) },
        { name: "z", kind: "numeric", values: Float64Array.of(Number.NaN, 1, Infinity) },
        { name: "colour", kind: "categorical", codes: Int32Array.of(-1, 0, 1), categories: ["violet", "red"] },
      ],
    };

    it("add up to the score, on seen and on odd rows", async () => {
      for (const train of task === "regression" ? [table(200, 1, task)] : [table(200, 1, task), threeClasses(200, 1)]) {
        const { model } = await fit(name, train);
        for (const data of [train.data, odd]) {
          const { scale, outputs, base, values, features } = contributions(model.toJSON(), data)!;
          expect(features).toStrictEqual(["x", "z", "colour"]);
          const predictions = model.predict(data);
          const width = predictions.length / data.rows;
          expect(outputs).toBe(width === 3 ? 3 : 1);
          for (let i = 0; i < data.rows; i++) {
            const scores = Array.from(base, (b, k) =>
              features.reduce((sum, _, f) => sum + values[(i * outputs + k) * features.length + f]!, b),
            );
            const expected =
              scale === "value" ? scores : scale === "log-odds" ? softmax([0, scores[0]!]) : softmax(scores);
            expected.forEach((value, c) => expect(predictions[i * width + c]!).toBeCloseTo(value, 9));
          }
        }
      }
    });

    it("are zero on average over the training rows", async () => {
      const train = table(200, 1, task);
      const { model } = await fit(name, train);
      const { values, features } = contributions(model.toJSON(), train.data)!;
      features.forEach((_, f) => {
        let sum = 0;
        for (let i = 0; i < 200; i++) sum += values[i * features.length + f]!;
        expect(Math.abs(sum / 200)).toBeLessThan(1e-9);
      });
    });

    it("has more columns than rows", async () => {
      const { model } = await fit(name, wide(30, 60, task));
      expect(model.importance()[0]!.feature).toBe("x0");
    });

    it("has whole folds of one row", async () => {
      const { data, target } = table(12, 4, task);
      const codes = Int32Array.from({ length: 12 }, (_, i) => i % 2);
      const rows: Labelled = { data, target: task === "regression" ? target : { task, codes, classes: ["a", "b"] } };
      const { predictions } = await crossFit(getLearner(name), rows, { folds: 12, seed: 1, parameters: {}, task: "t" });
      expect(predictions.every(Number.isFinite)).toBe(true);
      if (!("folds" in getLearner(name).defaults)) return;
      const { parameters } = await fit(name, rows, { folds: 12 });
      expect(parameters["penalty"]).toBeGreaterThan(0);
      await expect(fit(name, rows, { folds: 13 })).rejects.toThrow("13 folds need at least 13 units; there are 12");
    });

    it("learns with a weight of zero on all rows of a class's or a value's kind", async () => {
      const train = table(60, 1, task);
      const first = task === "regression" ? null : (train.target as { codes: Int32Array }).codes;
      const weights = Float64Array.from({ length: 60 }, (_, i) => (first ? (first[i] === 0 ? 0 : 1) : i % 2));
      const weighed = fit(name, { ...train, weights });
      if (first) await expect(weighed).rejects.toThrow("one class");
      else expect((await weighed).model.predict(train.data).every(Number.isFinite)).toBe(true);
    });
  },
);

it("the limit of memory says what would fit", async () => {
  const categories = Array.from({ length: 10_000 }, (_, k) => `c${k}`);
  const column: CategoricalColumn = {
    name: "zip",
    kind: "categorical",
    codes: Int32Array.from({ length: 10_000 }, (_, k) => k),
    categories,
  };
  const values = Float64Array.from({ length: 10_000 }, (_, k) => k % 7);
  const train: Labelled = { data: { rows: 10_000, columns: [column] }, target: { task: "regression", values } };
  await expect(fit("ridge", train, { levels: 10_000 })).rejects.toMatchObject({
    code: "too-wide",
    column: "zip",
    message:
      'ridge: 10000 columns after encoding need 2.2 GB of memory; at most 4729 columns fit in 0.5 GB. The widest is "zip" with 10000',
    hint: "lower levels, so that rare categories share one coefficient, or leave columns out",
  });
  expect((await fit("ridge", train, { levels: 50, penalty: 1 })).model.predict(train.data)).toHaveLength(10_000);
});

describe("classes that the features tell apart perfectly", () => {
  const values = Float64Array.from({ length: 40 }, (_, i) => i - 19.5);
  const separable: Labelled = {
    data: { rows: 40, columns: [{ name: "x", kind: "numeric", values }] },
    target: { task: "classification", codes: Int32Array.from(values, (v) => (v > 0 ? 1 : 0)), classes: ["a", "b"] },
  };

  it.each(["logistic-ridge", "logistic-elastic-net"])("%s keeps its coefficients finite", async (name) => {
    const { model } = await fit(name, separable);
    const probability = model.predict(separable.data);
    expect(probability[1]).toBeLessThan(0.1);
    expect(probability[79]).toBeGreaterThan(0.9);
  });

  it("without a penalty to speak of, there is no optimum, and it says so", async () => {
    await expect(fit("logistic-ridge", separable, { penalty: 1e-300 })).rejects.toMatchObject({
      code: "not-converged",
      hint: "raise penalty, and look for a feature that gives the label away",
    });
  });
});

describe("a class that training has not seen", () => {
  it.each(["logistic-ridge", "logistic-elastic-net", "naive-bayes", "class-prior"])(
    "%s gives it no chance",
    async (name) => {
      const { data, target } = table(100, 1, "classification");
      const codes = (target as { codes: Int32Array }).codes.map((code) => 2 * code);
      const train: Labelled = { data, target: { task: "classification", codes, classes: ["a", "never", "b"] } };
      const { model } = await fit(name, train);
      const predictions = model.predict(data);
      for (let i = 0; i < 100; i++) {
        expect(predictions[3 * i + 1]).toBe(0);
        expect(predictions[3 * i]! + predictions[3 * i + 2]!).toBeCloseTo(1, 12);
      }
    },
  );
});

describe("the penalty", () => {
  it("is chosen by folds, or as the largest within one standard error of the best", () => {
    const losses = [
      [5, 3, 2, 2.2],
      [6, 3.2, 2.4, 2.1],
      [7, 2.2, 2, 2.6],
    ];
    expect(choose(losses, "best").index).toBe(2);
    expect(choose(losses, "one-standard-error").index).toBe(2);
    losses[2] = [7, 2.2, 3.2, 3.6];
    expect(choose(losses, "best").index).toBe(2);
    expect(choose(losses, "one-standard-error").index).toBe(1);
    expect(choose([], "best").index).toBe(0);
  });

  it.each(["ridge", "lasso", "elastic-net", "huber"])("%s: folds never choose what noise would", async (name) => {
    const noise = wide(60, 25, "regression");
    const { target } = table(60, 8, "regression");
    const { parameters, history } = await fit(name, { data: noise.data, target });
    const curve = history[name === "huber" ? "cross-validated mae" : "cross-validated rmse"]!;
    expect(curve.length).toBeGreaterThan(4);
    expect(parameters).toMatchObject({ folds: 5 });
    const given = (await fit(name, { data: noise.data, target }, { penalty: 1e-3 })).model;
    const chosen = (await fit(name, { data: noise.data, target })).model;
    const size = (model: typeof given): number =>
      (model.toJSON().body as LinearBody).outputs[0]!.coefficients.reduce((sum, c) => sum + Math.abs(c), 0);
    expect(size(chosen)).toBeLessThan(size(given));
  });

  it("one standard error gives no smaller a penalty, and folds keep units whole", async () => {
    const train = { ...table(120, 3, "regression"), unit: Int32Array.from({ length: 120 }, (_, i) => i % 4) };
    const best = await fit("lasso", train, { folds: 4 });
    const sparse = await fit("lasso", train, { folds: 4, select: "one-standard-error" });
    expect(sparse.parameters["penalty"]).toBeGreaterThanOrEqual(best.parameters["penalty"] as number);
    await expect(fit("lasso", train, { folds: 5 })).rejects.toThrow("5 folds need at least 5 units; there are 4");
  });
});

it("balanced classes weigh the same in all", async () => {
  const train = table(300, 2, "classification");
  const codes = (train.target as { codes: Int32Array }).codes;
  const ones = codes.reduce((sum, code) => sum + code, 0);
  const weights = Float64Array.from(codes, (code) => 150 / (code ? ones : 300 - ones));
  for (const name of ["logistic-ridge", "logistic-elastic-net"]) {
    const balanced = await fit(name, train, { penalty: 1, classWeight: "balanced" });
    const mean = balanced.model
      .predict(train.data)
      .reduce((sum, p, at) => sum + (at % 2 ? p * weights[at >> 1]! : 0), 0);
    expect(mean / 300).toBeCloseTo(0.5, 6);
  }
});

it("coordinate descent meets the conditions of a minimum, for any start", () => {
  const cases = fc.record({ p: fc.integer({ min: 1, max: 8 }), rows: fc.integer({ min: 1, max: 12 }), seed: fc.nat() });
  fc.assert(
    fc.property(cases, fc.double({ min: 0.01, max: 2, noNaN: true }), ({ p, rows, seed }, lasso) => {
      const random = seeded(seed);
      const x = Array.from({ length: rows * p }, () => randomNormal(random));
      const matrix = new Float64Array(p * p);
      for (let i = 0; i < rows; i++)
        for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) matrix[a * p + b]! += x[i * p + a]! * x[i * p + b]!;
      const beta = Float64Array.from({ length: p }, () => randomNormal(random));
      const right = beta.map((_, a) => beta.reduce((sum, b, k) => sum + matrix[a * p + k]! * b, 0));
      const start = Float64Array.from({ length: p }, () => randomNormal(random));
      const z = coordinateDescent(matrix, right, lasso, 0, start);
      const size = Math.max(1, ...right.map(Math.abs));
      for (let a = 0; a < p; a++) {
        let slope = right[a]!;
        for (let b = 0; b < p; b++) slope -= matrix[a * p + b]! * z[b]!;
        if (z[a] === 0) expect(Math.abs(slope)).toBeLessThan(lasso + 1e-6 * size);
        else expect(Math.abs(slope - lasso * Math.sign(z[a]!))).toBeLessThan(1e-6 * size);
      }
    }),
    { seed: 7, numRuns: 200 },
  );
});
