import { build } from "esbuild";
import { expect, it } from "vitest";
import type { Dataset } from "../../src/features/dataset.js";
import { crossFit, getLearner } from "../../src/models/index.js";
import type { Labelled, Learner } from "../../src/models/types.js";
import { table } from "./table.js";

const options = { folds: 4, seed: 1, parameters: {}, task: "test" };

it("predicts every row by a model that has not seen its fold or unit", async () => {
  const rows = table(120, 1, "classification");
  const ids = Float64Array.from({ length: 120 }, (_, i) => i);
  const data: Dataset = { rows: 120, columns: [...rows.data.columns, { name: "id", kind: "numeric", values: ids }] };
  const unit = Int32Array.from(ids, (i) => Math.floor(i / 3));
  const seen: Set<number>[] = [];
  const inner = getLearner("class-prior");
  const idsOf = (part: Labelled): Float64Array => (part.data.columns.at(-1) as { values: Float64Array }).values;
  const watching: Learner = {
    ...inner,
    fit(input) {
      seen.push(new Set([...idsOf(input.train), ...idsOf(input.validation!)]));
      return inner.fit(input);
    },
  };
  const { fold, predictions } = await crossFit(watching, { data, target: rows.target, unit }, options);
  expect(predictions.length).toBe(240);
  fold.forEach((k, row) => {
    expect(seen[k]!.has(row)).toBe(false);
    expect(seen[(k + 1) % 4]!.has(row)).toBe(true);
    expect(fold[Math.floor(row / 3) * 3]).toBe(k);
  });
});

it("deals each class evenly", async () => {
  const { data, target } = table(203, 2, "classification");
  const { fold } = await crossFit(getLearner("class-prior"), { data, target }, options);
  if (target.task !== "classification") throw new Error("a classification table");
  const positives = [0, 0, 0, 0];
  target.codes.forEach((code, row) => (positives[fold[row]!]! += code));
  expect(Math.max(...positives) - Math.min(...positives)).toBeLessThanOrEqual(1);
});

it("refuses more folds than units", async () => {
  const rows = table(3, 1, "regression");
  await expect(crossFit(getLearner("ridge"), rows, options)).rejects.toThrow(
    "4 folds need at least 4 units; there are 3",
  );
});

it("says in which fold a class is too rare", async () => {
  const { data } = table(12, 1, "classification");
  const codes = Int32Array.from({ length: 12 }, (_, i) => (i === 3 ? 1 : 0));
  const rows: Labelled = { data, target: { task: "classification", codes, classes: ["no", "yes"] } };
  await expect(crossFit(getLearner("logistic-ridge"), rows, options)).rejects.toMatchObject({
    message: expect.stringMatching(/^test · fold \d of 4: the target has one class in all training rows: "no"/),
    hint: "use fewer folds, or more rows of the rare class",
  });
});

it("a page can load the scorers and contributions: no node module, no TensorFlow", async () => {
  const { metafile } = await build({
    stdin: {
      contents: `export { fromJSON } from "./src/models/score.js"; export { contributions } from "./src/models/contributions.js";`,
      resolveDir: ".",
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs).toContain("src/models/neural/scorer.ts");
  expect(
    inputs.filter((path) => /node_modules|train|backend|boost/.test(path.replace("gradient-boosted", ""))),
  ).toStrictEqual([]);
});
