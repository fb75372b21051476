import { describe, expect, it } from "vitest";
import { fromJSON, getLearner, learners } from "../../src/models/index.js";
import type { Labelled } from "../../src/models/types.js";
import { fitInput, quick, table } from "./table.js";

const cases = Object.values(learners).flatMap((learner) =>
  learner.tasks.map((task) => [`${learner.name}, ${task}`, learner, task] as const),
);
const withFeatures = cases.filter(([, learner]) => !["class-prior", "mean"].includes(learner.name));

describe.each(cases)("%s: bad input", (_name, learner, task) => {
  const train = table(60, 1, task);

  it("names an unknown parameter", async () => {
    const fit = learner.fit(fitInput(learner.name, train, { parameters: { colour: 1 } }));
    await expect(fit).rejects.toThrow(`${learner.name}: no parameter "colour"`);
  });

  it("refuses no rows, wrong weights and a bad target", async () => {
    const none = { data: { rows: 0, columns: [] }, target: table(0, 1, task).target };
    await expect(learner.fit(fitInput(learner.name, none))).rejects.toThrow("the training part has no rows");
    const weights = new Float64Array(60);
    await expect(learner.fit(fitInput(learner.name, { ...train, weights }))).rejects.toThrow("all weights");
    weights[3] = -1;
    await expect(learner.fit(fitInput(learner.name, { ...train, weights }))).rejects.toThrow("the weight of row 4");
    const target = structuredClone(train.target);
    if (target.task === "regression") target.values[6] = Number.NEGATIVE_INFINITY;
    else target.codes[6] = -1;
    await expect(learner.fit(fitInput(learner.name, { ...train, target }))).rejects.toMatchObject({
      code: "bad-target",
      row: 7,
    });
  });

  it("refuses the other task, one class, and more classes than it learns", async () => {
    const other = table(60, 1, task === "regression" ? "classification" : "regression");
    if (learner.tasks.length === 1)
      await expect(learner.fit(fitInput(learner.name, other))).rejects.toMatchObject({ code: "wrong-task" });
    if (task === "regression") return;
    const codes = new Int32Array(60);
    const one: Labelled = { ...train, target: { task: "classification", codes, classes: ["no", "yes"] } };
    await expect(learner.fit(fitInput(learner.name, one))).rejects.toThrow('one class in all training rows: "no"');
    const many = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    const three: Labelled = { ...train, target: { task: "classification", codes: many, classes: ["a", "b", "c"] } };
    if (learner.maxClasses === 2)
      await expect(learner.fit(fitInput(learner.name, three))).rejects.toThrow("learns at most 2 classes");
  });

  it("stops when aborted", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(learner.fit(fitInput(learner.name, train, { signal }))).rejects.toThrow("enough");
  });
});

describe.each(cases)("%s: fit", (_name, learner, task) => {
  const train = table(300, 2, task);
  const validation = table(100, 3, task);

  it("gives the same bytes for the same seed, and predicts the same bits from its JSON", async () => {
    const fits = [];
    for (let i = 0; i < 2; i++) fits.push(await learner.fit(fitInput(learner.name, train, { validation })));
    const [first, second] = fits.map(({ model }) => JSON.stringify(model.toJSON()));
    expect(second).toBe(first);
    const { model } = fits[0]!;
    const again = fromJSON(JSON.parse(first!));
    expect(Array.from(again.predict(validation.data))).toStrictEqual(Array.from(model.predict(validation.data)));
    expect(again.importance()).toStrictEqual(model.importance());
  });

  it("tells its progress, its parameters, and shares of importance", async () => {
    const stages: number[] = [];
    const { model, parameters } = await learner.fit(
      fitInput(learner.name, train, { validation, onProgress: ({ done, total }) => stages.push(done / total) }),
    );
    expect(stages.length).toBeGreaterThan(0);
    expect(Math.max(...stages)).toBeLessThanOrEqual(1);
    const own = Object.keys(parameters).filter((name) => !name.includes("."));
    expect(own).toStrictEqual(Object.keys(learner.defaults));
    const importance = model.importance();
    if (importance.length > 0) expect(importance.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 10);
  });

  it("takes constant, empty and infinite columns", async () => {
    const values = new Float64Array(300);
    const odd: Labelled = {
      ...train,
      data: {
        rows: 300,
        columns: [
          { name: "constant", kind: "numeric", values },
          { name: "empty", kind: "numeric", values: values.map(() => Number.NaN) },
          { name: "infinite", kind: "numeric", values: values.map((_, i) => (i % 7 === 0 ? Infinity : i)) },
          { name: "nothing", kind: "categorical", codes: new Int32Array(300).fill(-1), categories: [] },
        ],
      },
    };
    const parameters = learner.name === "group-median" ? { groups: "nothing" } : (quick[learner.name] ?? {});
    const { model } = await learner.fit(fitInput(learner.name, odd, { parameters }));
    expect(model.predict(odd.data).every(Number.isFinite)).toBe(true);
  });
});

describe.each(withFeatures)("%s: predict", (_name, learner, task) => {
  it("takes unseen categories and missing values, and finds columns by name", async () => {
    const train = table(300, 2, task);
    const { model } = await learner.fit(fitInput(learner.name, train));
    const columns = [
      { name: "colour", kind: "categorical" as const, codes: Int32Array.of(-1, 0, 1), categories: ["violet", "red"] },
      { name: "z", kind: "numeric" as const, values: Float64Array.of(Number.NaN, Infinity, 1) },
      { name: "x", kind: "numeric" as const, values: Float64Array.of(0, Number.NaN, 1) },
    ];
    expect(model.predict({ rows: 3, columns }).every(Number.isFinite)).toBe(true);
    expect(() => model.predict({ rows: 3, columns: columns.slice(1) })).toThrow(
      'no column "colour", which the model needs; columns are z, x',
    );
    const text = { name: "colour", kind: "numeric" as const, values: new Float64Array(3) };
    expect(() => model.predict({ rows: 3, columns: [text, ...columns.slice(1)] })).toThrow(
      'column "colour" is numeric',
    );
  });
});

describe("names and documents", () => {
  it("lists learners where one is unknown", () => {
    expect(() => getLearner("oracle")).toThrow(/no learner "oracle"; learners are class-prior/);
  });

  it.each([
    [null, "JSON object"],
    [{ schemaVersion: 2 }, "schemaVersion 2, expected 1"],
    [{ schemaVersion: 1, learner: "oracle" }, '"oracle"'],
    [{ schemaVersion: 1, learner: "ridge" }, "lacks its features"],
    [{ schemaVersion: 1, learner: "ridge", features: [], body: {} }, "damaged"],
    [{ schemaVersion: 1, learner: "gradient-boosted-trees", features: [], body: { trees: 3 } }, "damaged"],
    [{ schemaVersion: 1, learner: "multilayer-perceptron", features: [], body: {} }, "damaged"],
  ])("refuses %j", (document, message) => {
    expect(() => fromJSON(document)).toThrow(message);
  });
});
