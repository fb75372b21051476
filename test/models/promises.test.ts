import { describe, expect, it } from "vitest";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { learners } from "../../src/models/index.js";
import type { NumericColumn } from "../../src/features/dataset.js";
import type { Labelled, Learner, Model, Parameters } from "../../src/models/types.js";
import { fitInput, quick, table } from "./table.js";

/** What every learner promises, one matrix over all of them. */
const all = Object.values(learners);
const cases = all.flatMap((learner) =>
  learner.tasks.map((task) => [`${learner.name}, ${task}`, learner, task] as const),
);
const constant = ["class-prior", "mean"];
const learning = cases.filter(([, { name }]) => !constant.includes(name));
const classifiers = learning.filter(([, , task]) => task === "classification");

/** Networks need more steps than other tests give them, to learn anything. */
const parametersOf = ({ name, family }: Learner): Parameters => ({
  ...quick[name],
  ...(family === "neural" ? { epochs: 12, batchSize: 25, learningRate: 0.02 } : {}),
});

const fit = async (learner: Learner, train: Labelled, parameters: Parameters = {}, seed = 1): Promise<Model> =>
  (await learner.fit(fitInput(learner.name, train, { parameters: { ...parametersOf(learner), ...parameters }, seed })))
    .model;

/** Leaves of several rows, so that trees average noise and do not learn it by heart. */
const wideLeaves = ({ family }: Learner): Parameters => (family === "trees" ? { minimumChildWeight: 30 } : {});

/** Labels that no feature tells apart: one row in four is high. */
function noise(rows: number, task: Learner["tasks"][number]): Labelled {
  const { data } = table(rows, 2, task);
  const random = seeded(9);
  const values = Float64Array.from({ length: rows }, () => (random() < 0.25 ? 1 : 0));
  const codes = Int32Array.from(values);
  return { data, target: task === "regression" ? { task, values } : { task, codes, classes: ["low", "high"] } };
}

/** The mean prediction: of values, or of the probability of the last class. */
function meanOf(model: Model, { data }: Labelled): number {
  const predictions = model.predict(data);
  const width = predictions.length / data.rows;
  let sum = 0;
  for (let row = 0; row < data.rows; row++) sum += predictions[(row + 1) * width - 1]!;
  return sum / data.rows;
}

describe.each(cases)("%s", (_name, learner, task) => {
  it("hears sample weights: heavy high rows lift its predictions", async () => {
    const train = noise(200, task);
    const { target } = train;
    const high = target.task === "regression" ? target.values : target.codes;
    const weights = Float64Array.from(high, (value) => (value > 0 ? 8 : 1));
    const plain = meanOf(await fit(learner, train, wideLeaves(learner)), train);
    const heavy = meanOf(await fit(learner, { ...train, weights }, wideLeaves(learner)), train);
    if (learner.name === "group-median") expect([plain, heavy]).toEqual([0, 1]);
    else expect(heavy).toBeGreaterThan(plain + 0.2);
  });

  it("has more columns than rows", async () => {
    const random = seeded(5);
    const small = table(20, 4, task);
    const columns = Array.from({ length: 40 }, (_, k) => ({
      name: `x${k}`,
      kind: "numeric" as const,
      values: Float64Array.from({ length: 20 }, () => randomNormal(random)),
    }));
    const train: Labelled = { ...small, data: { rows: 20, columns } };
    const groups: Parameters = learner.name === "group-median" ? { groups: "x0" } : {};
    const fitted = fit(learner, train, groups);
    if (learner.name === "group-median") await expect(fitted).rejects.toThrow(/x0/);
    else expect((await fitted).predict(train.data).every(Number.isFinite)).toBe(true);
  });
});

describe.each(learning)("%s", (_name, learner, task) => {
  it("says what it rests on: shares that sum to one, the one feature that matters first", async () => {
    const { data } = table(400, 6, task);
    const values = (data.columns[0] as NumericColumn).values.map((x) => 3 * x);
    const classes = ["no", "yes"];
    const target: Labelled["target"] =
      task === "regression"
        ? { task, values }
        : { task, codes: Int32Array.from(values, (value) => (value > 0 ? 1 : 0)), classes };
    const importance = (
      await fit(learner, { data, target }, learner.family === "neural" ? { epochs: 25 } : {})
    ).importance();
    if (learner.name === "group-median") return expect(importance).toEqual([]);
    // Paths through a wide & deep network partly undo each other, so that its shares are rough.
    if (learner.name !== "wide-and-deep") expect(importance[0]!.feature).toBe("x");
    expect(importance.find(({ feature }) => feature === "x")!.value).toBeGreaterThan(0.35);
    expect(importance.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 9);
    for (const { method } of importance) expect(method).not.toBe("");
  });
});

/** Those that draw by chance; all others give the same model for any seed. */
const byChance = new Set([
  "random-forest",
  "extra-trees",
  "gradient-boosted-trees",
  "multilayer-perceptron",
  "wide-and-deep",
  "stacking",
  "split-conformal",
]);
/** Folds that choose a penalty are dealt by the seed; a given penalty leaves nothing to chance. */
const withoutFolds = ({ defaults }: Learner): Parameters => ("folds" in defaults && "penalty" in defaults ? { penalty: 1 } : {}); // prettier-ignore

describe.each(cases)("%s", (_name, learner, task) => {
  it(`${byChance.has(learner.name) ? "changes" : "does not change"} with the seed`, async () => {
    const train = table(200, 2, task);
    const text = async (seed: number): Promise<string> =>
      JSON.stringify((await fit(learner, train, withoutFolds(learner), seed)).toJSON());
    const [first, second] = [await text(1), await text(2)];
    if (byChance.has(learner.name)) expect(second).not.toBe(first);
    else expect(second).toBe(first);
  });
});

describe.each(classifiers)("%s", (_name, learner) => {
  it("lifts a rare class where classes are balanced", async () => {
    const train = noise(200, "classification");
    const plain = meanOf(await fit(learner, train, wideLeaves(learner)), train);
    const balanced = meanOf(await fit(learner, train, { ...wideLeaves(learner), classWeight: "balanced" }), train);
    expect(plain).toBeLessThan(0.35);
    expect(balanced).toBeGreaterThan(plain + 0.1);
  });

  it("tells classes apart that one feature separates, without infinite confidence", async () => {
    const values = Float64Array.from({ length: 80 }, (_, row) => row - 39.5);
    const codes = Int32Array.from(values, (value) => (value > 0 ? 1 : 0));
    const train: Labelled = {
      data: { rows: 80, columns: [{ name: "x", kind: "numeric", values }] },
      target: { task: "classification", codes, classes: ["low", "high"] },
    };
    const probability = (await fit(learner, train)).predict(train.data);
    expect(probability.every((p) => Number.isFinite(p) && p >= 0 && p <= 1)).toBe(true);
    expect(probability[2 * 70 + 1]! - probability[2 * 10 + 1]!).toBeGreaterThan(0.3);
  });

  it(learner.maxClasses > 2 ? "learns three classes" : "has two classes", async () => {
    const { data, target } = table(300, 8, "regression");
    const codes = Int32Array.from((target as { values: Float64Array }).values, (v) => (v < 0 ? 0 : v < 2 ? 1 : 2));
    const classes = ["low", "middle", "high"];
    const fitted = fit(learner, { data, target: { task: "classification", codes, classes } });
    if (learner.maxClasses === 2) return await expect(fitted).rejects.toMatchObject({ code: "too-many-classes" });
    const predictions = (await fitted).predict(data);
    let right = 0;
    for (let row = 0; row < 300; row++) {
      const own = predictions.subarray(3 * row, 3 * row + 3);
      expect(own[0]! + own[1]! + own[2]!).toBeCloseTo(1, 9);
      right += Number(own.indexOf(Math.max(...own)) === codes[row]);
    }
    expect(right / 300).toBeGreaterThan(0.5);
  });
});
