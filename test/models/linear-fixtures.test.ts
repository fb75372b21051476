import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Dataset, Target } from "../../src/features/dataset.js";
import { getLearner } from "../../src/models/index.js";
import type { LinearBody, OutputBody } from "../../src/models/linear/scorer.js";
import type { Parameters } from "../../src/models/types.js";
import { fitInput } from "./table.js";

interface Output {
  intercept: number;
  coefficients: number[];
  interceptStandardError?: number;
  standardErrors?: number[];
}
interface Single extends Output {
  penalty: number;
  lassoShare: number;
  epsilon: number;
}
interface Several {
  penalty: number;
  lassoShare: number;
  outputs: Output[];
  predictions: number[];
}
interface Case {
  lasso: Single;
  elasticNet: Single;
  huber: Single;
  binary: Several;
  sparse: Several;
  multinomial: Several;
  balanced: Several;
  naiveBayes: { smoothing: number; predictions: number[] };
}
const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/sklearn/linear-models.json", import.meta.url), "utf8"),
) as {
  tool: string;
  columns: number[][];
  level: number[];
  value: number[];
  label: number[];
  binary: number[];
  weight: number[];
  plain: Case;
  weighted: Case;
};

const rows = fixture.value.length;
const data: Dataset = {
  rows,
  columns: fixture.columns.map((values, k) => ({
    name: `x${k}`,
    kind: "numeric" as const,
    values: Float64Array.from(values),
  })),
};
const withLevels: Dataset = {
  rows,
  columns: [
    ...data.columns,
    { name: "level", kind: "categorical", codes: Int32Array.from(fixture.level), categories: ["a", "b", "c", "d"] },
  ],
};
const values: Target = { task: "regression", values: Float64Array.from(fixture.value) };
const labels: Target = { task: "classification", codes: Int32Array.from(fixture.label), classes: ["0", "1", "2"] };
const binary: Target = { task: "classification", codes: Int32Array.from(fixture.binary), classes: ["0", "1"] };

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-8));
}

function expectOutput(actual: OutputBody, expected: Output): void {
  expectClose([actual.intercept!, ...actual.coefficients], [expected.intercept, ...expected.coefficients]);
  if (!expected.standardErrors) expect(actual.standardErrors).toBeNull();
  else
    expectClose(
      [actual.interceptStandardError!, ...actual.standardErrors!],
      [expected.interceptStandardError!, ...expected.standardErrors],
    );
}

describe.each(["plain", "weighted"] as const)(`agrees with ${fixture.tool}, %s:`, (kind) => {
  const expected = fixture[kind];
  const weights = kind === "weighted" ? { weights: Float64Array.from(fixture.weight) } : {};
  const fit = async (name: string, target: Target, parameters: Parameters, features = data) =>
    (await getLearner(name).fit(fitInput(name, { data: features, target, ...weights }, { parameters }))).model;

  it.each([
    ["lasso", "lasso", []],
    ["elastic-net", "elasticNet", ["lassoShare"]],
    ["huber", "huber", ["epsilon"]],
  ] as const)("%s", async (name, key, more) => {
    const wanted = expected[key];
    const parameters = Object.fromEntries((["penalty", ...more] as const).map((p) => [p, wanted[p]]));
    const model = await fit(name, values, parameters);
    expectOutput((model.toJSON().body as LinearBody).outputs[0]!, wanted);
  });

  it.each([
    ["two classes", "binary", binary],
    ["three classes", "sparse", labels],
  ] as const)("logistic elastic net, %s", async (_, key, target) => {
    const { penalty, lassoShare, outputs } = expected[key];
    const model = await fit("logistic-elastic-net", target, { penalty, lassoShare });
    const body = model.toJSON().body as LinearBody;
    outputs.forEach((output, k) => expectOutput(body.outputs[k]!, output));
  });

  it.each([
    ["multinomial", "none"],
    ["balanced", "balanced"],
  ] as const)("logistic ridge, three classes, %s", async (key, classWeight) => {
    const { penalty, outputs, predictions } = expected[key];
    const model = await fit("logistic-ridge", labels, { penalty, classWeight });
    const body = model.toJSON().body as LinearBody;
    outputs.forEach((output, k) => expectOutput(body.outputs[k]!, output));
    expectClose(model.predict(data), predictions);
  });

  it("naive Bayes", async () => {
    const { smoothing, predictions } = expected.naiveBayes;
    const model = await fit("naive-bayes", labels, { smoothing, varianceSmoothing: 0 }, withLevels);
    expectClose(model.predict(withLevels), predictions);
  });
});
