import { describe, expect, it } from "vitest";
import type { Dataset } from "../../src/features/dataset.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getLearner } from "../../src/models/index.js";
import type { TreesBody } from "../../src/models/trees/scorer.js";
import type { Labelled, Parameters } from "../../src/models/types.js";
import { fitInput, table } from "./table.js";

const boosted = "gradient-boosted-trees";

const fit = (name: string, train: Labelled, parameters: Parameters, more = {}) =>
  getLearner(name).fit(fitInput(name, train, { parameters, ...more }));

const numeric = (name: string, values: ArrayLike<number>) => ({
  name,
  kind: "numeric" as const,
  values: Float64Array.from(values),
});

describe("threads", () => {
  it.each<[string, Parameters]>([
    [boosted, { trees: 12, rowSample: 0.7, columnSample: 0.7 }],
    [boosted, { trees: 6, growth: "leaf-wise", leaves: 40, depth: 12, loss: "absolute" }],
    ["random-forest", { trees: 9 }],
    ["extra-trees", { trees: 9 }],
  ])("%s with %j gives the same bytes with one and with two", async (name, parameters) => {
    // More rows than one thread sorts at once.
    const train = table(40_000, 1, "regression");
    const validation = table(2000, 2, "regression");
    const texts = [];
    for (const workers of [1, 2]) {
      const { model, history } = await fit(name, train, parameters, { validation, workers });
      texts.push(JSON.stringify([model.toJSON(), history]));
    }
    expect(texts[1]).toBe(texts[0]);
  });

  it("end with the fit when it is aborted", async () => {
    const stop = new AbortController();
    const running = fit(boosted, table(40_000, 1, "regression"), { trees: 1000 }, { workers: 2, signal: stop.signal });
    setTimeout(() => stop.abort(new Error("enough")), 500);
    await expect(running).rejects.toThrow("enough");
    const { model } = await fit(boosted, table(300, 1, "regression"), { trees: 2 }, { workers: 2 });
    expect((model.toJSON().body as TreesBody).trees).toHaveLength(2);
  });
});

describe("shape", () => {
  const leavesOf = (body: unknown): number[] =>
    (body as TreesBody).trees.map(({ feature }) => feature.filter((f) => f < 0).length);

  it.each(["depth-wise", "leaf-wise"])(
    "%s growth keeps to the leaves and the depth that it is given",
    async (growth) => {
      const train = table(2000, 1, "regression");
      const few = await fit(boosted, train, { trees: 3, growth, leaves: 7, depth: 20 });
      expect(leavesOf(few.model.toJSON().body)).toStrictEqual([7, 7, 7]);
      const shallow = await fit(boosted, train, { trees: 3, growth, depth: 2 });
      expect(Math.max(...leavesOf(shallow.model.toJSON().body))).toBeLessThanOrEqual(4);
    },
  );

  it("leaf by leaf, the split that gains most comes first", async () => {
    const x = Float64Array.from({ length: 200 }, (_, i) => i);
    // One step of 1 at the middle, and a step of 100 within the right half: three leaves need both on the right.
    const values = x.map((v) => (v < 100 ? 0 : v < 150 ? 1 : v < 175 ? 100 : 160));
    const train: Labelled = { data: { rows: 200, columns: [numeric("x", x)] }, target: { task: "regression", values } };
    const { model } = await fit("decision-tree", train, { leaves: 3 });
    expect([...new Set(model.predict(train.data))]).toStrictEqual(
      [50 / 150, 100, 160].map((v) => Number(v.toPrecision(7))),
    );
  });

  it("l1 shrinks leaves to nothing, and a great minimum gain splits nothing", async () => {
    const train = table(400, 1, "regression");
    const mean = (await fit(boosted, train, { trees: 1, l1: 1e9 })).model.toJSON().body as TreesBody;
    expect(mean.trees[0]!.value).toStrictEqual([0]);
    const whole = await fit(boosted, train, { trees: 1, minimumGain: 1e9 });
    expect(leavesOf(whole.model.toJSON().body)).toStrictEqual([1]);
    const large = await fit(boosted, train, { trees: 1, minimumChildWeight: 150 });
    expect(Math.min(...(large.model.toJSON().body as TreesBody).trees[0]!.cover)).toBeGreaterThanOrEqual(150);
  });

  it("notes the weight of the rows in each node", async () => {
    const train = {
      ...table(400, 1, "regression"),
      weights: Float64Array.from({ length: 400 }, (_, i) => 1 + (i % 3)),
    };
    for (const name of [boosted, "decision-tree"]) {
      const { trees } = (await fit(name, train, {})).model.toJSON().body as TreesBody;
      const total = train.weights.reduce((a, b) => a + b, 0);
      expect(trees[0]!.cover[0]).toBe(total);
      expect(trees[0]!.cover.filter((_, at) => trees[0]!.feature[at]! < 0).reduce((a, b) => a + b, 0)).toBe(total);
    }
  });
});

describe("monotone constraints", () => {
  const random = seeded(3);
  const rows = 1500;
  const x = Float64Array.from({ length: rows }, () => random() * 6);
  const z = Float64Array.from({ length: rows }, () => randomNormal(random));
  const values = x.map((v, i) => Math.sin(2 * v) + 0.4 * v - z[i]! + 0.3 * randomNormal(random));
  const train: Labelled = {
    data: { rows, columns: [numeric("x", x), numeric("z", z)] },
    target: { task: "regression", values },
  };

  it.each(["squared", "absolute", "quantile"])("hold everywhere, with the %s loss", async (loss) => {
    const parameters = { trees: 60, depth: 5, loss, increasing: "x", decreasing: " z " };
    const { model } = await fit(boosted, train, parameters);
    const steps = Array.from({ length: 200 }, (_, i) => i / 30);
    for (const other of [-1.5, -0.2, 0.4, 2]) {
      const alongX = model.predict({
        rows: 200,
        columns: [
          numeric("x", steps),
          numeric(
            "z",
            steps.map(() => other),
          ),
        ],
      });
      const alongZ = model.predict({
        rows: 200,
        columns: [
          numeric(
            "x",
            steps.map(() => 2 + other),
          ),
          numeric(
            "z",
            steps.map((v) => v - 3),
          ),
        ],
      });
      for (let i = 1; i < 200; i++) {
        expect(alongX[i]!).toBeGreaterThanOrEqual(alongX[i - 1]!);
        expect(alongZ[i]!).toBeLessThanOrEqual(alongZ[i - 1]!);
      }
      expect(alongX[199]! - alongX[0]!).toBeGreaterThan(0.5);
    }
    const free = (await fit(boosted, train, { trees: 60, depth: 5, loss })).model;
    const alongX = free.predict({
      rows: 200,
      columns: [
        numeric("x", steps),
        numeric(
          "z",
          steps.map(() => 0),
        ),
      ],
    });
    expect(alongX.some((value, i) => i > 0 && value < alongX[i - 1]! - 0.01)).toBe(true);
  });

  it.each([
    ["y", 'no feature "y"; features are x, z, colour'],
    ["colour", 'feature "colour" is categorical'],
    ["x,x", 'feature "x" is named twice'],
  ])("refuse %s", async (increasing, message) => {
    await expect(fit(boosted, table(50, 1, "regression"), { increasing })).rejects.toThrow(message);
  });
});

describe("losses", () => {
  const random = seeded(5);
  const rows = 4000;
  const x = Float64Array.from({ length: rows }, () => random());
  const values = x.map((v) => v * 10 + randomNormal(random) * (1 + v));
  const train: Labelled = { data: { rows, columns: [numeric("x", x)] }, target: { task: "regression", values } };

  it.each([0.1, 0.9])("the quantile loss puts a share of %d below", async (level) => {
    for (const weights of [undefined, Float64Array.from(x, (v) => (v < 0.5 ? 1 : 2))]) {
      const rowsOf = weights ? { ...train, weights } : train;
      const { model } = await fit(boosted, rowsOf, {
        loss: "quantile",
        level,
        trees: 50,
        depth: 3,
        minimumChildWeight: 50,
      });
      const predictions = model.predict(train.data);
      const below = values.filter((value, i) => value < predictions[i]!).length / rows;
      expect(Math.abs(below - level)).toBeLessThan(0.02);
    }
  });

  it("Huber's loss is moved by outliers less than squares are", async () => {
    const spoilt = values.map((value, i) => (i % 50 === 0 ? value + 1000 : value));
    const dirty: Labelled = { ...train, target: { task: "regression", values: spoilt } };
    const error = async (loss: string) => {
      const { model } = await fit(boosted, dirty, { loss, delta: 2, trees: 200, depth: 3, minimumChildWeight: 50 });
      const predictions = model.predict(train.data);
      return predictions.reduce((sum, p, i) => sum + Math.abs(p - 10 * x[i]!), 0) / rows;
    };
    expect(await error("squared")).toBeGreaterThan(10);
    expect(await error("huber")).toBeLessThan(1);
  });

  it.each([
    ["regression", "logistic", "give squared or absolute or quantile or huber"],
    ["classification", "squared", "give logistic or softmax"],
  ] as const)("of %s are not %s", async (task, loss, hint) => {
    await expect(fit(boosted, table(60, 1, task), { loss })).rejects.toMatchObject({
      code: "bad-parameter",
      hint: `leave loss out, or ${hint}`,
    });
  });
});

describe("classes", () => {
  const { data } = table(900, 4, "regression");
  const codesOf = (column: unknown): Int32Array => (column as { codes: Int32Array }).codes;
  const classes = ["a", "b", "c", "d", "e"];
  const codes = codesOf(data.columns[2]).map((code) => code + 1);
  const five: Labelled = { data, target: { task: "classification", codes, classes } };

  it.each(["decision-tree", "random-forest", "extra-trees", boosted])(
    "%s tells five apart by a category",
    async (name) => {
      const { model } = await fit(name, five, name === "decision-tree" ? {} : { trees: 30 });
      const predictions = model.predict(data);
      expect(predictions).toHaveLength(5 * 900);
      for (let row = 0; row < 900; row++) {
        const own = predictions.subarray(5 * row, 5 * row + 5);
        expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        expect(own.indexOf(Math.max(...own))).toBe(codes[row]);
      }
    },
  );

  it("takes a class that no training row has", async () => {
    const target = { task: "classification" as const, codes: codes.map((code) => Math.min(code, 3)), classes };
    for (const name of ["random-forest", boosted]) {
      const { model } = await fit(name, { data, target }, { trees: 5 });
      const predictions = model.predict(data);
      expect(predictions.every(Number.isFinite)).toBe(true);
      expect(Math.max(...predictions.filter((_, at) => at % 5 === 4))).toBeLessThan(0.01);
    }
  });

  it.each(["decision-tree", "random-forest", boosted])(
    "%s with balanced classes finds more of the rare one",
    async (name) => {
      const random = seeded(8);
      const x = Float64Array.from({ length: 3000 }, () => randomNormal(random));
      const rare = Int32Array.from(x, (v) => (random() < 1 / (1 + Math.exp(3.5 - v)) ? 1 : 0));
      const train: Labelled = {
        data: { rows: 3000, columns: [numeric("x", x)] },
        target: { task: "classification", codes: rare, classes: ["no", "yes"] },
      };
      const mean = async (parameters: Parameters) => {
        const { model } = await fit(name, train, {
          depth: 3,
          ...(name === "decision-tree" ? {} : { trees: 30 }),
          ...parameters,
        });
        return model.predict(train.data).reduce((sum, p, at) => sum + (at % 2 === 1 ? p : 0), 0) / 3000;
      };
      const share = rare.reduce((a, b) => a + b, 0) / 3000;
      expect(Math.abs((await mean({})) - share)).toBeLessThan(0.02);
      expect(await mean({ classWeight: "balanced" })).toBeGreaterThan(0.3);
      if (name === boosted) expect(await mean({ positiveWeight: (1 - share) / share })).toBeGreaterThan(0.3);
      await expect(fit(name, table(50, 1, "regression"), { classWeight: "balanced" })).rejects.toThrow(
        "classWeight is for classes",
      );
    },
  );

  it("entropy and Gini's index differ, and both classify", async () => {
    const train = table(500, 2, "classification");
    const texts = [];
    for (const impurity of ["gini", "entropy"]) {
      const { model } = await fit("decision-tree", train, { impurity, leaves: 30 });
      const predictions = model.predict(train.data);
      const codes = (train.target as { codes: Int32Array }).codes;
      const right = codes.filter((code, i) => (predictions[2 * i + 1]! >= 0.5 ? 1 : 0) === code).length;
      expect(right / 500).toBeGreaterThan(0.85);
      texts.push(JSON.stringify(model.toJSON()));
    }
    expect(texts[0]).not.toBe(texts[1]);
  });
});

describe("bad input", () => {
  const names = ["decision-tree", "random-forest", "extra-trees", boosted];

  it.each(names)("%s learns from one row, and from more features than rows", async (name) => {
    const one: Labelled = {
      data: { rows: 1, columns: [numeric("x", [3])] },
      target: { task: "regression", values: Float64Array.of(7) },
    };
    expect((await fit(name, one, {})).model.predict(one.data)[0]).toBeCloseTo(7, 6);
    const random = seeded(1);
    const columns = Array.from({ length: 120 }, (_, f) =>
      numeric(
        `x${f}`,
        Array.from({ length: 15 }, () => randomNormal(random)),
      ),
    );
    const values = columns[60]!.values.slice();
    const wide: Dataset = { rows: 15, columns };
    const { model } = await fit(name, { data: wide, target: { task: "regression", values } }, {});
    expect(model.predict(wide).every(Number.isFinite)).toBe(true);
  });

  it.each(names)("%s leaves rows without weight out", async (name) => {
    const train = table(300, 1, "regression");
    const weights = Float64Array.from({ length: 300 }, (_, i) => (i < 150 ? 1 : 0));
    const values = (train.target as { values: Float64Array }).values.map((v, i) => (i < 150 ? v : 1e6));
    const { model } = await fit(name, { ...train, target: { task: "regression", values }, weights }, {});
    expect(Math.max(...model.predict(train.data))).toBeLessThan(100);
  });

  it("gives rows with an unseen category what it gives a missing one", async () => {
    const train = table(400, 1, "regression");
    const { model } = await fit(boosted, train, {});
    const { data } = table(50, 2, "regression");
    const as = (code: number): Dataset => ({
      rows: 50,
      columns: [
        ...data.columns.slice(0, 2),
        { name: "colour", kind: "categorical", codes: new Int32Array(50).fill(code), categories: ["violet"] },
      ],
    });
    expect(Array.from(model.predict(as(0)))).toStrictEqual(Array.from(model.predict(as(-1))));
  });
});
