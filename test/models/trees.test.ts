import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { takeRows, takeTarget, type Target } from "../../src/features/dataset.js";
import { getLearner } from "../../src/models/index.js";
import type { TreesBody } from "../../src/models/trees/scorer.js";
import type { Labelled } from "../../src/models/types.js";
import { fitInput, table } from "./table.js";

const fixture = JSON.parse(readFileSync(new URL("../fixtures/xgboost/trees.json", import.meta.url), "utf8")) as {
  trainingRows: number;
  features: (number | null)[][];
  label: number[];
  value: number[];
  starts: number[];
  auc: number;
  logLoss: number;
  rmse: number;
};
const n = fixture.label.length;
const features = {
  rows: n,
  columns: fixture.features.map((values, f) => ({
    name: `x${f}`,
    kind: "numeric" as const,
    values: Float64Array.from(values, (v) => v ?? Number.NaN),
  })),
};
const learner = getLearner("gradient-boosted-trees");
const parameters = { trees: 100, depth: 4 };

function rankAuc(labels: readonly number[], scores: readonly number[]): number {
  let wins = 0;
  let pairs = 0;
  labels.forEach((a, i) => {
    if (a !== 1) return;
    labels.forEach((b, j) => {
      if (b !== 0) return;
      pairs += 1;
      wins += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    });
  });
  return wins / pairs;
}

/** Mean of a measure of test predictions over the fixture's splits. */
async function meanOverSplits(
  whole: Target,
  measure: (predictions: Float64Array, test: Int32Array) => number,
): Promise<number> {
  const measured: number[] = [];
  for (const start of fixture.starts) {
    const order = Int32Array.from({ length: n }, (_, i) => (i + start) % n);
    const index = order.subarray(0, fixture.trainingRows);
    const test = order.subarray(fixture.trainingRows);
    const train: Labelled = { data: takeRows(features, index), target: takeTarget(whole, index) };
    const { model } = await learner.fit(fitInput(learner.name, train, { parameters }));
    measured.push(measure(model.predict(takeRows(features, test)), test));
  }
  return measured.reduce((a, b) => a + b, 0) / measured.length;
}

it("classifies as well as xgboost", async () => {
  const codes = Int32Array.from(fixture.label);
  const auc = await meanOverSplits({ task: "classification", codes, classes: ["0", "1"] }, (predictions, test) =>
    rankAuc(
      Array.from(test, (row) => fixture.label[row]!),
      Array.from(predictions).filter((_, i) => i % 2 === 1),
    ),
  );
  expect(auc).toBeGreaterThan(fixture.auc - 0.005);
});

it("regresses as well as xgboost", async () => {
  const values = Float64Array.from(fixture.value);
  const rmse = await meanOverSplits({ task: "regression", values }, (predictions, test) =>
    Math.sqrt(predictions.reduce((sum, p, i) => sum + (p - fixture.value[test[i]!]!) ** 2, 0) / test.length),
  );
  expect(rmse).toBeLessThan(fixture.rmse * 1.01);
});

it("stops early and keeps the best trees", async () => {
  const { model, history } = await learner.fit(
    fitInput(learner.name, table(200, 1, "regression"), {
      validation: table(200, 2, "regression"),
      parameters: { trees: 500, learningRate: 0.3, earlyStoppingRounds: 5 },
    }),
  );
  const curve = history["validation rmse"]!;
  const best = curve.reduce((a, b) => (b.value < a.value ? b : a));
  expect(curve.length).toBe(best.step + 5);
  expect((model.toJSON().body as TreesBody).trees.length).toBe(best.step);
});

it("splits categories as sets and sends missing values to the better side", async () => {
  const codes = Int32Array.from({ length: 600 }, (_, i) => (i % 13) - 1);
  const categories = Array.from({ length: 12 }, (_, k) => `c${k}`);
  const values = Float64Array.from(codes, (code) => (code < 0 ? 7 : code % 2 === 0 ? 1 : 3));
  const data = { rows: 600, columns: [{ name: "c", kind: "categorical" as const, codes, categories }] };
  const { model } = await learner.fit(
    fitInput(learner.name, { data, target: { task: "regression", values } }, { parameters: { depth: 2 } }),
  );
  model.predict(data).forEach((p, i) => expect(Math.abs(p - values[i]!)).toBeLessThan(0.05));
});

it("absolute loss follows the median where squares follow the mean", async () => {
  const values = Float64Array.from({ length: 500 }, (_, i) => (i % 5 === 0 ? 1000 : 1));
  const column = { name: "x", kind: "numeric" as const, values: new Float64Array(500) };
  const train: Labelled = { data: { rows: 500, columns: [column] }, target: { task: "regression", values } };
  const predict = async (loss: string) =>
    (await learner.fit(fitInput(learner.name, train, { parameters: { loss, trees: 5 } }))).model.predict(train.data)[0];
  expect(await predict("absolute")).toBe(1);
  expect(await predict("squared")).toBeCloseTo(200.8, 2);
});

it("says at which tree and learning rate scores leave the numbers", async () => {
  const train = table(100, 1, "regression");
  if (train.target.task === "regression")
    train.target.values.forEach((_, i, all) => (all[i] = (i % 2 ? 1 : -1) * 1e308));
  await expect(learner.fit(fitInput(learner.name, train, { parameters: { learningRate: 1e9 } }))).rejects.toThrow(
    "at tree 1 with learningRate 1000000000",
  );
});
