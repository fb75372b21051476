import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { takeRows, type Dataset } from "../../src/features/dataset.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { calibrate, fitCalibration } from "../../src/models/combined/calibration.js";
import { conformalQuantile, conformalQuantiles } from "../../src/models/combined/conformal.js";
import { applyIsotonic, fitIsotonic } from "../../src/models/combined/isotonic.js";
import { applyPlatt, fitPlatt } from "../../src/models/combined/platt.js";
import type { SplitConformalBody, StackingBody } from "../../src/models/combined/scorer.js";
import { weighClasses, weighValues } from "../../src/models/combined/weigh.js";
import { contributions } from "../../src/models/contributions.js";
import { crossFit, fromJSON, getLearner } from "../../src/models/index.js";
import type { Labelled } from "../../src/models/types.js";
import { fitInput, table } from "./table.js";

interface Weighed {
  coefficients: number[];
  intercept: number;
  intercepts: number[];
}
interface Case {
  isotonic: number[];
  platt: { A: number; B: number };
  values: { bounded: Weighed; free: Weighed };
  classes: { bounded: Weighed; free: Weighed };
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/sklearn/calibration.json", import.meta.url), "utf8")) as {
  tool: string;
  score: number[];
  label: number[];
  weight: number[];
  grid: number[];
  truth: number[];
  said: number[][];
  codes: number[];
  chances: number[][];
  valuePenalty: number;
  classPenalty: number;
  plain: Case;
  weighted: Case;
};

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-8));
}

describe.each(["plain", "weighted"] as const)(`agrees with ${fixture.tool}, %s:`, (kind) => {
  const { score, label, grid } = fixture;
  const expected = fixture[kind];
  const weights = kind === "weighted" ? Float64Array.from(fixture.weight) : new Float64Array(score.length).fill(1);

  it("isotonic regression", () => {
    const curve = fitIsotonic(score, label, weights);
    expectClose(
      grid.map((x) => applyIsotonic(curve, x)),
      expected.isotonic,
    );
  });

  it("Platt's scaling", () => {
    const { slope, intercept } = fitPlatt(score, label, weights);
    expectClose([-slope, -intercept], [expected.platt.A, expected.platt.B]);
  });

  it.each(["bounded", "free"] as const)("coefficients of values and classes, %s", (kept) => {
    const isBounded = kept === "bounded";
    const values = weighValues(
      { predictions: fixture.said.map((said) => Float64Array.from(said)), weights },
      Float64Array.from(fixture.truth),
      fixture.valuePenalty,
      isBounded,
    );
    expectClose(values.coefficients, expected.values[kept].coefficients);
    expectClose(values.intercepts, [expected.values[kept].intercept]);
    const classes = weighClasses(
      { predictions: fixture.chances.map((chances) => Float64Array.from(chances)), weights },
      Int32Array.from(fixture.codes),
      3,
      fixture.classPenalty,
      isBounded,
    );
    expectClose(classes.coefficients, expected.classes[kept].coefficients);
    expectClose(classes.intercepts, expected.classes[kept].intercepts);
  });
});

/** How far from 1 the three probabilities of a row add up to, at most. */
const farthestSum = (chances: Float64Array): number =>
  Math.max(
    ...Array.from({ length: chances.length / 3 }, (_, i) =>
      Math.abs(chances[3 * i]! + chances[3 * i + 1]! + chances[3 * i + 2]! - 1),
    ),
  );

describe("calibrators", () => {
  it("isotonic curves never fall, and keep the weighted mean", () => {
    const row = fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.integer({ min: 0, max: 1 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const curve = fitIsotonic(
          rows.map(([x]) => x),
          rows.map(([, y]) => y),
        );
        const fitted = rows.map(([x]) => applyIsotonic(curve, x));
        const sorted = rows.map(([x], i) => [x, fitted[i]!] as const).sort((a, b) => a[0] - b[0]);
        sorted.slice(1).forEach(([, y], i) => expect(y).toBeGreaterThanOrEqual(sorted[i]![1] - 1e-12));
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        expect(sum(fitted)).toBeCloseTo(sum(rows.map(([, y]) => y)), 8);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("says that isotonic regression needs a row with weight", () =>
    expect(() => fitIsotonic([1], [1], [0])).toThrow("needs a row with weight"));

  it("Platt's scaling of labels that a score tells apart stays finite", () => {
    const curve = fitPlatt([-2, -1, 1, 2], [0, 0, 1, 1]);
    expect(applyPlatt(curve, 2)).toBeGreaterThan(0.6);
    expect(applyPlatt(curve, 2)).toBeLessThan(1);
    expect(Number.isFinite(fitPlatt([1, 1, 1], [0, 1, 1]).intercept)).toBe(true);
  });

  it.each(["platt", "isotonic"])("%s of three classes adds up to 1 and corrects what is too sure", (method) => {
    const random = seeded(4);
    const n = 3000;
    const codes = new Int32Array(n);
    const sure = new Float64Array(3 * n);
    for (let i = 0; i < n; i++) {
      codes[i] = Math.floor(random() * 3);
      const named = random() < 0.5 ? codes[i]! : Math.floor(random() * 3);
      for (let c = 0; c < 3; c++) sure[3 * i + c] = c === named ? 0.98 : 0.01;
    }
    const fitted = fitCalibration(method, sure, codes, 3, new Float64Array(n).fill(1));
    const corrected = calibrate(fitted, Float64Array.from(sure), 3);
    expect(farthestSum(corrected)).toBeLessThan(1e-12);
    expect(Math.max(...corrected)).toBeGreaterThan(0.6);
    expect(Math.max(...corrected)).toBeLessThan(0.72);
  });
});

describe("conformal quantiles", () => {
  it("are those of rank ⌈(n + 1)·level⌉, and infinite where there are too few rows", () => {
    const few = conformalQuantiles([4, 1, 3, 2]);
    expect([0.2, 0.4, 0.5, 0.8].map((level) => conformalQuantile(few, level))).toStrictEqual([1, 2, 3, 4]);
    expect(conformalQuantile(few, 0.9)).toBe(Infinity);
    expect(() => conformalQuantile(few, 1)).toThrow("level is 1");
  });

  it("kept as a thousand ranks are never below the exact ones, and close to them", () => {
    const scores = Float64Array.from({ length: 12_345 }, (_, i) => i + 1);
    const kept = conformalQuantiles(scores);
    expect(kept.scores).toHaveLength(1000);
    for (const level of [0.001, 0.1, 0.5, 0.9, 0.95, 0.999]) {
      const exact = Math.ceil(12_346 * level);
      expect(conformalQuantile(kept, level)).toBeGreaterThanOrEqual(exact);
      expect(conformalQuantile(kept, level)).toBeLessThanOrEqual(exact + 13);
    }
  });
});

/** Rows with noise that is skewed and depends on nothing: exponential. */
function skewed(rows: number, seed: number): Labelled {
  const random = seeded(seed);
  const x = Float64Array.from({ length: rows }, () => randomNormal(random));
  const data: Dataset = { rows, columns: [{ name: "x", kind: "numeric", values: x }] };
  return { data, target: { task: "regression", values: x.map((v) => 2 * v - 3 * Math.log(1 - random())) } };
}

describe("split-conformal", () => {
  it.each(["alike", "apart"])(
    "holds the level over fresh draws of training, calibration and test rows: %s",
    async (tails) => {
      const parameters = { learner: "ridge", "ridge.penalty": 1, tails };
      const coverage: number[] = [];
      for (let draw = 0; draw < 60; draw++) {
        const validation = skewed(100, 1000 + draw);
        const { model } = await getLearner("split-conformal").fit(
          fitInput("split-conformal", skewed(60, draw), { validation, parameters, seed: draw }),
        );
        const fresh = skewed(400, 5000 + draw);
        const { lower, upper } = model.interval!(fresh.data, 0.8);
        const values = (fresh.target as { values: Float64Array }).values;
        coverage.push(values.filter((v, i) => lower[i]! <= v && v <= upper[i]!).length / 400);
      }
      const mean = coverage.reduce((sum, c) => sum + c, 0) / 60;
      const deviation = Math.sqrt(coverage.reduce((sum, c) => sum + (c - mean) ** 2, 0) / 59 / 60);
      // Exact coverage is between the level and level + 1/(rows + 1), twice that for two tails.
      expect(mean).toBeGreaterThan(0.8 - 3 * deviation);
      expect(mean).toBeLessThan(0.8 + 2 / 51 + 3 * deviation);
    },
  );

  it("calibrates on rows that its base learner has not seen, whole units of them", async () => {
    const train = table(200, 1, "regression");
    const unit = Int32Array.from({ length: 200 }, (_, i) => Math.floor(i / 4));
    const { model } = await getLearner("split-conformal").fit(
      fitInput("split-conformal", { ...train, unit }, { parameters: { learner: "mean" } }),
    );
    const { above, base } = model.toJSON().body as SplitConformalBody;
    expect(above.rows).toBe(40);
    expect(base.learner).toBe("mean");
    expect(fromJSON(model.toJSON()).interval!(train.data, 0.9)).toStrictEqual(model.interval!(train.data, 0.9));
  });

  it("gives its base model's contributions, and says what it cannot be", async () => {
    const train = table(100, 1, "regression");
    const { model } = await getLearner("split-conformal").fit(fitInput("split-conformal", train));
    const { base } = model.toJSON().body as SplitConformalBody;
    expect(contributions(model.toJSON(), train.data)).toStrictEqual(contributions(base, train.data));
    const fit = (parameters: Record<string, string>) =>
      getLearner("split-conformal").fit(fitInput("split-conformal", train, { parameters }));
    await expect(fit({ learner: "ridge,lasso" })).rejects.toThrow("expected the name of one learner");
    const one = { ...train, unit: new Int32Array(100) };
    await expect(getLearner("split-conformal").fit(fitInput("split-conformal", one))).rejects.toThrow("has one unit");
  });
});

describe("stacking", () => {
  const fit = (parameters: Record<string, string | number>, train = table(200, 1, "classification")) =>
    getLearner("stacking").fit(fitInput("stacking", train, { parameters }));

  it.each([
    [{ learners: "oracle" }, 'no base learner "oracle" for classification'],
    [{ learners: "ridge" }, 'no base learner "ridge" for classification'],
    [{ learners: "stacking" }, 'no base learner "stacking"'],
    [{ learners: "naive-bayes,naive-bayes" }, "each once"],
    [{ learners: "naive-bayes", "naive-bayes.depth": 2 }, 'no parameter "naive-bayes.depth"'],
    [{ learners: "naive-bayes", "ridge.penalty": 2 }, 'no parameter "ridge.penalty"'],
    [{ learners: "naive-bayes", folds: 500 }, "500 folds need at least 500 units"],
  ])("refuses %j", async (parameters, message) => {
    await expect(fit(parameters as Record<string, string | number>)).rejects.toThrow(message);
  });

  it("refuses to calibrate values", async () => {
    const regression = table(100, 1, "regression");
    await expect(fit({ learners: "ridge", calibration: "platt" }, regression)).rejects.toThrow("has no probabilities");
  });

  it("combines what base models say of rows that they have not seen", async () => {
    const train = table(150, 3, "regression");
    const parameters = { learners: "ridge,mean", folds: 3, "ridge.penalty": 5 };
    const { model } = await fit(parameters, train);
    const body = model.toJSON().body as StackingBody;
    const options = { folds: 3, seed: 1, task: "test" };
    const said = [
      await crossFit(getLearner("ridge"), train, { ...options, parameters: { penalty: 5 } }),
      await crossFit(getLearner("mean"), train, { ...options, parameters: {} }),
    ].map(({ predictions }) => predictions);
    const weights = new Float64Array(150).fill(1);
    const values = (train.target as { values: Float64Array }).values;
    const { coefficients } = weighValues({ predictions: said, weights }, values, 1, true);
    expect(body.coefficients).toStrictEqual(coefficients);
    const whole = (await getLearner("ridge").fit(fitInput("ridge", train, { parameters: { penalty: 5 } }))).model;
    expect(body.bases[0]).toStrictEqual(whole.toJSON());
  });

  it("is at least about as good as its best base model, and three classes add up to 1", async () => {
    const logLoss = (codes: Int32Array, chances: Float64Array): number =>
      codes.reduce((sum, code, i) => sum - Math.log(chances[3 * i + code]!), 0) / codes.length;
    const three = (rows: number, seed: number): Labelled => {
      const part = table(rows, seed, "regression");
      const codes = Int32Array.from((part.target as { values: Float64Array }).values, (v) =>
        v < 0 ? 0 : v < 2 ? 1 : 2,
      );
      return { data: part.data, target: { task: "classification", codes, classes: ["low", "middle", "high"] } };
    };
    const train = three(600, 1);
    const test = three(600, 2);
    const codes = (test.target as { codes: Int32Array }).codes;
    const losses: Record<string, number> = {};
    for (const name of ["logistic-ridge", "naive-bayes"]) {
      const { model } = await getLearner(name).fit(fitInput(name, train));
      losses[name] = logLoss(codes, model.predict(test.data));
    }
    for (const calibration of ["platt", "isotonic", "none"]) {
      const { model } = await fit(
        { learners: "logistic-ridge,naive-bayes", "logistic-ridge.penalty": 1, calibration },
        train,
      );
      const chances = model.predict(test.data);
      expect(farthestSum(chances)).toBeLessThan(1e-12);
      if (calibration !== "isotonic")
        expect(logLoss(codes, chances)).toBeLessThan(1.02 * Math.min(...Object.values(losses)));
      expect(model.importance()[0]!.feature).toBe("x");
      const again = fromJSON(JSON.parse(JSON.stringify(model.toJSON())));
      expect(Array.from(again.predict(takeRows(test.data, Int32Array.of(3))))).toStrictEqual(
        Array.from(chances.subarray(9, 12)),
      );
    }
  });

  it("has no contributions of its own", async () => {
    const { model } = await fit({ learners: "logistic-ridge,naive-bayes", folds: 2 });
    expect(contributions(model.toJSON(), table(3, 1, "classification").data)).toBeNull();
  });
});
