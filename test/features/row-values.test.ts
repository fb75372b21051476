import { expect, it } from "vitest";
import { oneRow, rowValues } from "../../src/features/row-values.js";
import { getLearner } from "../../src/models/index.js";
import { fitInput, table } from "../models/table.js";

const train = table(200, 3, "regression");
const features = train.data.columns.map(({ name, kind }) => ({ name, type: kind }));

it("gives a row's values, missing ones as null, and a table of one row from them", async () => {
  const { model } = await getLearner("ridge").fit(fitInput("ridge", train));
  const all = model.predict(train.data);
  let missing = 0;
  for (let row = 0; row < train.data.rows; row++) {
    const values = rowValues(train.data, row);
    missing += values.filter((value) => value === null).length;
    expect(JSON.parse(JSON.stringify(values))).toEqual(values);
    expect(model.predict(oneRow(features, values))[0]).toBe(all[row]);
  }
  expect(missing).toBeGreaterThan(20);
});

it("takes a category that no model has seen, and missing values", async () => {
  const { model } = await getLearner("gradient-boosted-trees").fit(fitInput("gradient-boosted-trees", train));
  const unseen = oneRow(features, [0.5, null, "<b>purple</b>"]);
  expect(unseen.columns[2]).toMatchObject({ categories: ["<b>purple</b>"] });
  expect(Number.isFinite(model.predict(unseen)[0])).toBe(true);
  expect(Number.isFinite(model.predict(oneRow(features, [null, null, null]))[0])).toBe(true);
});
