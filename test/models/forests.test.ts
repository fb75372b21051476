import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { takeRows, takeTarget, type Target } from "../../src/features/dataset.js";
import { rocAuc } from "../../src/metrics/roc-auc.js";
import { getLearner } from "../../src/models/index.js";
import type { Parameters } from "../../src/models/types.js";
import { fitInput } from "./table.js";

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
const rows = read("xgboost/trees") as {
  trainingRows: number;
  features: (number | null)[][];
  label: number[];
  value: number[];
};
const fixture = read("sklearn/forests") as {
  starts: number[];
  trees: number;
  leaves: number;
  auc: Record<string, number>;
  rmse: Record<string, number>;
  classLogLoss: Record<string, number>;
  pinball: { starts: number[]; trees: number; "0.9": number };
};
const n = rows.label.length;
const data = {
  rows: n,
  columns: rows.features.map((values, f) => ({
    name: `x${f}`,
    kind: "numeric" as const,
    values: Float64Array.from(values, (v) => v ?? Number.NaN),
  })),
};
const label = Int32Array.from(rows.label);
const value = Float64Array.from(rows.value);
const level = Int32Array.from(rows.value, (v) => Number(v >= -0.7) + Number(v >= 0.7));

const forest = { trees: fixture.trees, leaves: fixture.leaves };
const cases: [string, Parameters][] = [
  ["decision-tree", { depth: 6, leaves: 64, minimumChildWeight: 20 }],
  ["random-forest", forest],
  ["extra-trees", forest],
];

type Measure = (predictions: Float64Array, test: Int32Array) => number;

/** Mean over the fixture's splits of what test predictions measure. */
async function meanOverSplits(
  name: string,
  parameters: Parameters,
  target: Target,
  measure: Measure,
  starts = fixture.starts,
): Promise<number> {
  let sum = 0;
  for (const start of starts) {
    const order = Int32Array.from({ length: n }, (_, i) => (i + start) % n);
    const train = order.subarray(0, rows.trainingRows);
    const test = order.subarray(rows.trainingRows);
    const labelled = { data: takeRows(data, train), target: takeTarget(target, train) };
    const { model } = await getLearner(name).fit(fitInput(name, labelled, { parameters, seed: start + 1 }));
    sum += measure(model.predict(takeRows(data, test)), test);
  }
  return sum / starts.length;
}

const meanOf = (test: Int32Array, each: (row: number, at: number) => number): number =>
  test.reduce((sum, row, at) => sum + each(row, at), 0) / test.length;

const auc: Measure = (predictions, test) =>
  rocAuc.prepare({
    label: Uint8Array.from(test, (row) => label[row]!),
    prediction: Float64Array.from(test, (_, at) => predictions[2 * at + 1]!),
  })();

describe.each(cases)("%s", (name, parameters) => {
  it("classifies as well as scikit-learn", async () => {
    const target: Target = { task: "classification", codes: label, classes: ["0", "1"] };
    expect(await meanOverSplits(name, parameters, target, auc)).toBeGreaterThan(fixture.auc[name]! - 0.005);
  });

  it("regresses as well as scikit-learn", async () => {
    const rmse = await meanOverSplits(name, parameters, { task: "regression", values: value }, (predictions, test) =>
      Math.sqrt(meanOf(test, (row, at) => (predictions[at]! - value[row]!) ** 2)),
    );
    expect(rmse).toBeLessThan(fixture.rmse[name]! * 1.01);
  });
});

it.each([
  ["random-forest", forest],
  ["gradient-boosted-trees", { trees: fixture.trees, depth: 4 }],
])("%s learns three classes as well as the reference", async (name, parameters) => {
  const target: Target = { task: "classification", codes: level, classes: ["low", "middle", "high"] };
  const loss = await meanOverSplits(name, parameters, target, (predictions, test) =>
    meanOf(test, (row, at) => -Math.log(predictions[3 * at + level[row]!]!)),
  );
  expect(loss).toBeLessThan(fixture.classLogLoss[name]! * 1.01);
});

it("predicts a quantile as well as xgboost", async () => {
  const { starts, trees, "0.9": expected } = fixture.pinball;
  const pinball = await meanOverSplits(
    "gradient-boosted-trees",
    { trees, depth: 4, minimumChildWeight: 20, loss: "quantile", level: 0.9 },
    { task: "regression", values: value },
    (predictions, test) =>
      meanOf(test, (row, at) => {
        const below = value[row]! - predictions[at]!;
        return below > 0 ? 0.9 * below : -0.1 * below;
      }),
    starts,
  );
  expect(pinball).toBeLessThan(expected * 1.01);
});
