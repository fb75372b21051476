import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { takeRows, takeTarget } from "../../src/features/dataset.js";
import { getLearner } from "../../src/models/index.js";
import type { LinearBody } from "../../src/models/linear/scorer.js";
import type { Labelled } from "../../src/models/types.js";
import { fitInput, table } from "./table.js";

interface Expected {
  intercept: number;
  coefficients: number[];
  standardErrors: number[];
  predictions: number[];
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/sklearn/ridge.json", import.meta.url), "utf8")) as {
  penalty: number;
  x: number[];
  z: (number | null)[];
  colour: string[];
  value: number[];
  label: number[];
  weight: number[];
  categories: string[];
  plain: { ridge: Expected; logistic: Expected };
  weighted: { ridge: Expected; logistic: Expected };
};
const { categories } = fixture;
const data = {
  rows: fixture.x.length,
  columns: [
    { name: "x", kind: "numeric" as const, values: Float64Array.from(fixture.x) },
    { name: "z", kind: "numeric" as const, values: Float64Array.from(fixture.z, (v) => v ?? Number.NaN) },
    {
      name: "colour",
      kind: "categorical" as const,
      codes: Int32Array.from(fixture.colour, (c) => categories.indexOf(c)),
      categories,
    },
  ],
};
const parameters = { penalty: fixture.penalty };

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-8));
}

describe.each(["plain", "weighted"] as const)("linear models agree with scikit-learn, %s", (kind) => {
  const weights = kind === "weighted" ? { weights: Float64Array.from(fixture.weight) } : {};

  it("ridge", async () => {
    const target = { task: "regression" as const, values: Float64Array.from(fixture.value) };
    const { model } = await getLearner("ridge").fit(fitInput("ridge", { data, target, ...weights }, { parameters }));
    const body = (model.toJSON().body as LinearBody).outputs[0]!;
    const expected = fixture[kind].ridge;
    expectClose([body.intercept!, ...body.coefficients], [expected.intercept, ...expected.coefficients]);
    expectClose(body.standardErrors!, expected.standardErrors);
    expectClose(model.predict(data), expected.predictions);
  });

  it("logistic ridge", async () => {
    const target = { task: "classification" as const, codes: Int32Array.from(fixture.label), classes: ["0", "1"] };
    const fit = fitInput("logistic-ridge", { data, target, ...weights }, { parameters });
    const body = (await getLearner("logistic-ridge").fit(fit)).model;
    const { intercept, coefficients, standardErrors } = (body.toJSON().body as LinearBody).outputs[0]!;
    const expected = fixture[kind].logistic;
    expectClose([intercept!, ...coefficients], [expected.intercept, ...expected.coefficients]);
    expectClose(standardErrors!, expected.standardErrors);
    expectClose(
      body.predict(data).filter((_, i) => i % 2 === 1),
      expected.predictions,
    );
  });
});

it.each([
  ["ridge", "regression"],
  ["lasso", "regression"],
  ["elastic-net", "regression"],
  ["logistic-ridge", "classification"],
  ["logistic-elastic-net", "classification"],
] as const)("%s: a weight of 2 is a row repeated", async (name, task) => {
  const train = table(80, 4, task);
  const weights = Float64Array.from({ length: 80 }, (_, i) => 1 + (i % 2));
  const index = Int32Array.from({ length: 120 }, (_, k) => (k < 80 ? k : 2 * (k - 80) + 1));
  const repeated: Labelled = { data: takeRows(train.data, index), target: takeTarget(train.target, index) };
  const parameters = { penalty: 0.1 };
  const weighted = await getLearner(name).fit(fitInput(name, { ...train, weights }, { parameters }));
  const plain = await getLearner(name).fit(fitInput(name, repeated, { parameters }));
  expectClose(weighted.model.predict(train.data), Array.from(plain.model.predict(train.data)));
});

it("separable classes still give finite coefficients", async () => {
  const values = Float64Array.from({ length: 40 }, (_, i) => i);
  const target = {
    task: "classification" as const,
    codes: Int32Array.from(values, (v) => (v < 20 ? 0 : 1)),
    classes: ["a", "b"],
  };
  const separable = { data: { rows: 40, columns: [{ name: "x", kind: "numeric" as const, values }] }, target };
  const { model } = await getLearner("logistic-ridge").fit(fitInput("logistic-ridge", separable));
  const probability = model.predict(separable.data);
  expect(probability[1]).toBeLessThan(0.1);
  expect(probability[79]).toBeGreaterThan(0.9);
});
