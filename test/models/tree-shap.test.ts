import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Dataset } from "../../src/features/dataset.js";
import { contributions } from "../../src/models/contributions.js";
import { getLearner } from "../../src/models/index.js";
import { rightChildren } from "../../src/models/trees/compile.js";
import type { TreeBody, TreesBody } from "../../src/models/trees/scorer.js";
import { treeExplainer, treeShap } from "../../src/models/trees/shap.js";
import type { ModelDocument } from "../../src/models/types.js";
import { fitInput, table } from "./table.js";

const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/xgboost/contributions.json", import.meta.url), "utf8"),
) as {
  base: number;
  trees: Record<"left" | "right" | "feature" | "condition" | "missingLeft" | "cover", number[]>[];
  rows: (number | null)[][];
  contributions: number[][];
};

/** The largest number that float32 values below `condition` can be compared with. */
const below = (condition: number): number => condition - Math.abs(condition) * 2 ** -40 - Number.MIN_VALUE;

/** xgboost's trees as a document of ours: a row goes left below the condition, here at or below the threshold. */
function documentOf(): ModelDocument {
  const width = fixture.rows[0]!.length;
  const isSplit = (tree: (typeof fixture.trees)[number], node: number): boolean => tree.left[node]! >= 0;
  const thresholds = Array.from({ length: width }, (_, f) => {
    const used = fixture.trees.flatMap((tree) =>
      tree.condition.filter((_c, node) => isSplit(tree, node) && tree.feature[node] === f).map(below),
    );
    return [...new Set(used)].sort((a, b) => a - b);
  });
  const trees = fixture.trees.map((tree): TreeBody => {
    const body: TreeBody = { output: 0, feature: [], value: [], missingLeft: [], cover: [], sets: [] };
    const add = (node: number): void => {
      const f = tree.feature[node]!;
      const condition = tree.condition[node]!;
      body.feature.push(isSplit(tree, node) ? f : -1);
      body.value.push(isSplit(tree, node) ? thresholds[f]!.indexOf(below(condition)) : condition);
      body.missingLeft.push(isSplit(tree, node) ? tree.missingLeft[node]! : 0);
      body.cover.push(tree.cover[node]!);
      if (!isSplit(tree, node)) return;
      add(tree.left[node]!);
      add(tree.right[node]!);
    };
    add(0);
    return body;
  });
  const body: TreesBody = {
    link: "identity",
    base: [fixture.base],
    scale: 1,
    thresholds,
    levels: thresholds.map(() => null),
    gain: thresholds.map(() => 0),
    trees,
  };
  const features = thresholds.map((_, f) => ({ name: `x${f}`, kind: "numeric" as const }));
  const learner = "gradient-boosted-trees";
  return { schemaVersion: 1, learner, family: "trees", task: "regression", classes: null, features, body };
}

it("agrees with xgboost's contributions on xgboost's own trees", () => {
  const document = documentOf();
  const columns = document.features.map(({ name }, f) => ({
    name,
    kind: "numeric" as const,
    values: Float64Array.from(fixture.rows, (row) => row[f] ?? Number.NaN),
  }));
  const width = columns.length;
  // All rows at once, where values are kept by path, and one after another, where those of the last row are.
  const explain = treeExplainer(document);
  const together = treeShap(document, { rows: fixture.rows.length, columns });
  fixture.contributions.forEach((expected, row) => {
    const one = columns.map((column) => ({ ...column, values: column.values.subarray(row, row + 1) }));
    const alone = explain({ rows: 1, columns: one });
    for (let f = 0; f < width; f++) {
      expect(Math.abs(together.values[row * width + f]! - expected[f]!)).toBeLessThan(1e-6);
      expect(alone.values[f]).toBeCloseTo(together.values[row * width + f]!, 12);
    }
    expect(Math.abs(together.base[0]! - expected[width]!)).toBeLessThan(1e-6);
  });
});

/** What a tree says of a row of which only some features are known: the mean by cover over the others. */
function expected(tree: TreeBody, goesLeft: (node: number) => boolean, known: ReadonlySet<number>): number {
  const right = rightChildren(tree);
  const at = (node: number): number => {
    const f = tree.feature[node]!;
    if (f < 0) return tree.value[node]!;
    const [a, b] = [node + 1, right[node]!];
    if (known.has(f)) return at(goesLeft(node) ? a : b);
    return (tree.cover[a]! * at(a) + tree.cover[b]! * at(b)) / (tree.cover[a]! + tree.cover[b]!);
  };
  return at(0);
}

it("is the Shapley value by its definition, with categories and missing values", async () => {
  const { model } = await getLearner("random-forest").fit(
    fitInput("random-forest", table(300, 4, "regression"), {
      parameters: { trees: 3, leaves: 20, featuresPerSplit: 1 },
    }),
  );
  const document = model.toJSON();
  const body = document.body as TreesBody;
  const { data } = table(40, 5, "regression");
  const { values, base } = treeShap(document, data);
  const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]; // prettier-ignore
  for (let row = 0; row < data.rows; row++) {
    const sums = [0, 0, 0];
    let mean = 0;
    for (const tree of body.trees) {
      const goesLeft = (node: number): boolean => {
        const f = tree.feature[node]!;
        const column = data.columns[f]!;
        const missing = tree.missingLeft[node] === 1;
        if (column.kind === "numeric") {
          const x = column.values[row]!;
          return Number.isNaN(x) ? missing : x <= body.thresholds[f]![tree.value[node]!]!;
        }
        const level = body.levels[f]!.indexOf(column.categories[column.codes[row]!] ?? "");
        if (level < 0) return missing;
        const digit = Number.parseInt(tree.sets[tree.value[node]!]![Math.floor(level / 4)]!, 16);
        return Math.floor(digit / 2 ** (level % 4)) % 2 === 1;
      };
      mean += expected(tree, goesLeft, new Set()) * body.scale;
      for (const order of orders)
        order.forEach((feature, k) => {
          const before = new Set(order.slice(0, k));
          const after = new Set([...before, feature]);
          sums[feature]! += (expected(tree, goesLeft, after) - expected(tree, goesLeft, before)) * (body.scale / 6);
        });
    }
    expect(base[0]).toBeCloseTo(mean, 6);
    sums.forEach((sum, f) => expect(values[row * 3 + f]).toBeCloseTo(sum, 6));
  }
});

const scoreOf: Record<string, (p: number) => number> = {
  "log-odds": (p) => Math.log(p / (1 - p)),
  probability: (p) => p,
};

it("adds up to the score, whatever the trees", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("decision-tree", "random-forest", "extra-trees", "gradient-boosted-trees"),
      fc.constantFrom("classification" as const, "regression" as const),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 1000 }),
      async (name, task, depth, seed) => {
        const parameters = { depth, ...(name === "decision-tree" ? {} : { trees: 4 }) };
        const fit = await getLearner(name).fit(fitInput(name, table(150, seed, task), { parameters, seed }));
        const { data } = table(30, seed + 1, task);
        const explained = contributions(fit.model.toJSON(), data)!;
        const predictions = fit.model.predict(data);
        for (let row = 0; row < data.rows; row++) {
          const score = explained.values.subarray(3 * row, 3 * row + 3).reduce((a, b) => a + b, explained.base[0]!);
          const wanted =
            task === "regression" ? predictions[row]! : scoreOf[explained.scale]!(predictions[2 * row + 1]!);
          expect(Math.abs(score - wanted)).toBeLessThan(1e-9);
        }
      },
    ),
    { numRuns: 25, seed: 7 },
  );
});

it("explains each class of several", async () => {
  const { data } = table(300, 4, "regression");
  const codes = Int32Array.from(
    { length: 300 },
    (_, i) => ((data.columns[2] as { codes: Int32Array }).codes[i]! + 1) % 3,
  );
  const train = {
    data: data satisfies Dataset,
    target: { task: "classification" as const, codes, classes: ["a", "b", "c"] },
  };
  for (const [name, scale] of [
    ["random-forest", "probability"],
    ["gradient-boosted-trees", "class-scores"],
  ] as const) {
    const { model } = await getLearner(name).fit(fitInput(name, train, { parameters: { trees: 5 } }));
    const explained = treeShap(model.toJSON(), data);
    expect(explained).toMatchObject({ scale, outputs: 3, features: ["x", "z", "colour"] });
    const predictions = model.predict(data);
    for (let row = 0; row < 20; row++) {
      const scores = [0, 1, 2].map((output) =>
        explained.values
          .subarray((row * 3 + output) * 3, (row * 3 + output + 1) * 3)
          .reduce((a, b) => a + b, explained.base[output]!),
      );
      const shown = name === "random-forest" ? scores : scores.map(Math.exp);
      const sum = shown.reduce((a, b) => a + b, 0);
      shown.forEach((value, output) => expect(predictions[3 * row + output]).toBeCloseTo(value / sum, 9));
    }
  }
});

it("says that a path is too deep to explain", () => {
  const width = 40;
  const tree: TreeBody = { output: 0, feature: [], value: [], missingLeft: [], cover: [], sets: [] };
  for (let f = 0; f < width; f++) {
    tree.feature.push(f);
    tree.value.push(0);
  }
  for (let k = 0; k <= width; k++) {
    tree.feature.push(-1);
    tree.value.push(k);
  }
  tree.feature.forEach(() => {
    tree.missingLeft.push(0);
    tree.cover.push(1);
  });
  const features = Array.from({ length: width }, (_, f) => ({ name: `x${f}`, kind: "numeric" as const }));
  const body: TreesBody = {
    link: "identity",
    base: [0],
    scale: 1,
    thresholds: features.map(() => [0]),
    levels: features.map(() => null),
    gain: features.map(() => 0),
    trees: [tree],
  };
  const document: ModelDocument = {
    schemaVersion: 1,
    learner: "decision-tree",
    family: "trees",
    task: "regression",
    classes: null,
    features,
    body,
  };
  const columns = features.map((feature) => ({ ...feature, values: new Float64Array(1) }));
  expect(() => treeShap(document, { rows: 1, columns })).toThrow(expect.objectContaining({ code: "too-deep" }));
});
