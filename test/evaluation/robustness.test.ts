import { describe, expect, it } from "vitest";
import { noiseDrop as dropOf, noisyRows } from "../../src/evaluation/robustness.js";
import type { Dataset, NumericColumn } from "../../src/features/dataset.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import type { Model } from "../../src/models/types.js";
import { clopperPearsonInterval } from "../../src/stats/clopper-pearson.js";

const rows = 4000;
const random = seeded(2);
const x = Float64Array.from({ length: rows }, () => 3 * randomNormal(random));
const table = {
  rows,
  dataset: {
    rows,
    columns: [
      { name: "x", kind: "numeric", values: x },
      { name: "constant", kind: "numeric", values: new Float64Array(rows).fill(7) },
      { name: "kind", kind: "categorical", codes: new Int32Array(rows), categories: ["a"] },
    ],
  } as Dataset,
  split: Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? "train" : "test") as "train" | "test"),
  unit: Int32Array.from({ length: rows }, (_, row) => row),
};
const valuesOf = (data: Dataset): Float64Array => (data.columns[0] as NumericColumn).values;
const regressor = { task: "regression", classes: null, predict: (data: Dataset) => valuesOf(data) } as unknown as Model;
const classifier = (cut: number): Model =>
  ({
    task: "classification",
    classes: ["no", "yes"],
    predict: (data: Dataset) => Float64Array.from([...valuesOf(data)].flatMap((v) => (v > cut ? [0, 1] : [1, 0]))),
  }) as unknown as Model;
const noiseDrop = (
  model: Model,
  from: Parameters<typeof noisyRows>[0],
  label: Float64Array,
  { noise, seed, ...rest }: { metric: "accuracy" | "mae"; noise: number; level: number; seed: number },
) => dropOf(model, noisyRows(from, label, { noise, seed }), rest);
const mae = { metric: "mae", noise: 0.1, level: 0.95, seed: 1 } as const;

describe("what noise costs", () => {
  it("is the mean of |noise| for a model that repeats its input: the noise has the size that was asked", () => {
    const { drop, columns } = noiseDrop(regressor, table, x, mae);
    const expected = 0.1 * 3 * Math.sqrt(2 / Math.PI);
    expect(columns).toBe(1);
    expect(drop).toMatchObject({ n: 2000, units: 2000, method: "unit-mean" });
    expect(drop.lower).toBeLessThan(expected);
    expect(drop.upper).toBeGreaterThan(expected);
    expect(drop.upper - drop.lower).toBeLessThan(0.05);
  });
  it("comes out the same for one seed, and otherwise for another", () => {
    const again = (seed: number) => noiseDrop(regressor, table, x, { ...mae, seed }).drop.estimate;
    expect(again(1)).toBe(again(1));
    expect(again(2)).not.toBe(again(1));
  });
  it("is accuracy lost near the cut, by the rows whose answer changes", () => {
    const label = x.map((value) => Number(value > 1));
    const { drop } = noiseDrop(classifier(1), table, label, { ...mae, metric: "accuracy" });
    expect(drop.estimate).toBeGreaterThan(0.01);
    expect(drop.estimate).toBeLessThan(0.06);
    expect(drop.lower).toBeGreaterThan(0);
  });
  it("is 0 for sure where no prediction changes, and bounded where only no answer does", () => {
    const label = x.map((value) => Number(value > 1));
    const still = { ...classifier(1), predict: () => new Float64Array(4000).fill(0.5) };
    expect(noiseDrop(still, table, label, { ...mae, metric: "accuracy" }).drop).toMatchObject({
      estimate: 0,
      lower: 0,
      upper: 0,
      method: "identical-predictions",
    });
    const bound = clopperPearsonInterval(0, 2000).upper;
    const far = { ...classifier(1), task: "regression", predict: (data: Dataset) => valuesOf(data) } as Model;
    const right = noiseDrop(far, table, new Float64Array(rows).fill(1e9), { ...mae, metric: "accuracy" });
    expect(right.drop).toMatchObject({ lower: -bound, upper: bound, method: "no-discordant-rows" });
  });
  it("keeps missing values missing and leaves rows without a label out", () => {
    const label = x.map((value, row) => (row % 4 === 1 ? Number.NaN : value));
    expect(noiseDrop(regressor, table, label, mae).drop.n).toBe(1000);
    const holes = x.map((value, row) => (row < 1000 ? Number.NaN : value));
    const columns = [
      { name: "x", kind: "numeric", values: holes },
      ...table.dataset.columns.slice(1),
    ] as Dataset["columns"];
    const seen: number[] = [];
    const watching = {
      ...regressor,
      predict: (data: Dataset) => {
        seen.push(valuesOf(data).filter((value) => Number.isNaN(value)).length);
        return valuesOf(data).map((value) => (Number.isNaN(value) ? 0 : value));
      },
    } as Model;
    noiseDrop(watching, { ...table, dataset: { rows, columns } }, x, mae);
    expect(seen).toEqual([500, 500]);
  });
});
