import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.js";
import type { CompareDocument } from "../../src/decisions/documents.js";
import { measureSplits } from "../../src/tracking/measure-run.js";
import { readPredictionFile } from "../../src/tracking/prediction-file.js";
import { labelNumbers, readLabels, readProbabilities } from "../../src/tracking/prediction-labels.js";
import { readPredictions } from "../../src/tracking/read-predictions.js";
import type { Predictions, TrackedRun } from "../../src/tracking/types.js";
import { writePredictions } from "../../src/tracking/write-predictions.js";
import { project } from "../../src/projects/telco-churn/project.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-predictions-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, lines: readonly string[]): string => {
  writeFileSync(join(folder, name), lines.join("\n"));
  return name;
};
const read = (name: string) => readPredictionFile(name, {}, folder);
const header = "id,label,probability_cat,probability_ant,probability_bee";

describe("a file with one probability per class", () => {
  it("reads the classes in their order, whatever that of the columns, and the most probable", async () => {
    const one = await read(file("one.csv", [header, "1,ant,0.2,0.7,0.1", "2,bee,0.1,0.3,0.6", "3,cat,0.5,0.25,0.25"]));
    const reading = readLabels([one], {});
    expect(reading).toEqual({ task: "classification", classes: ["ant", "bee", "cat"], positive: null });
    expect([...labelNumbers(one, reading)]).toEqual([0, 1, 2]);
    const { prediction, probabilities } = readProbabilities(one, reading);
    expect([...prediction]).toEqual([0, 1, 2]);
    expect(probabilities!.map((column) => [column.class, ...column.values])).toEqual([
      ["ant", 0.7, 0.3, 0.25],
      ["bee", 0.1, 0.6, 0.25],
      ["cat", 0.2, 0.1, 0.5],
    ]);
  });

  it("of two classes is the probability of the positive one", async () => {
    const two = await read(
      file("two.csv", ["id,label,probability_yes,probability_no", "1,yes,0.8,0.2", "2,no,0.4,0.6"]),
    );
    const reading = readLabels([two], {});
    expect(reading).toEqual({ task: "classification", classes: ["no", "yes"], positive: "yes" });
    expect(readProbabilities(two, reading)).toEqual({ prediction: Float64Array.of(0.8, 0.4) });
    expect(readProbabilities(two, readLabels([two], { positive: "no" })).prediction).toEqual(Float64Array.of(0.2, 0.6));
  });

  it.each([
    ["a row that does not add up", ["1,ant,0.2,0.7,0.1", "2,bee,0.5,0.3,0.6"], /row 2: the probabilities of the classes add up to 1\.4/],
    ["a share above 1", ["1,ant,1.2,-0.1,-0.1"], /row 1, column "probability_cat": expected a probability from 0 to 1, got 1\.2/],
    ["nothing", ["1,ant,0.2,,0.1"], /row 1, column "probability_ant": expected a finite number, got nothing/],
    ["NaN", ["1,ant,0.2,0.8,0", "2,ant,0.2,NaN,0.1"], /row 2, column "probability_ant": expected a finite number, got "NaN"/],
    ["a label without a column", ["1,ant,0.2,0.7,0.1", "2,dog,0.2,0.7,0.1"], /row 2: no column holds the probability of the label "dog"; classes are ant, bee, cat/],
  ])("refuses %s, naming row and column", async (name, lines, message) => {
    await expect(read(file(`${name}.csv`, [header, ...lines])).then((one) => readLabels([one], {}))).rejects.toThrow(message);
  }); // prettier-ignore

  it("refuses other classes in the other file, and values", async () => {
    const a = await read(file("a3.csv", [header, "1,ant,0.2,0.7,0.1"]));
    const b = await read(file("b3.csv", [header.replace("bee", "fly"), "1,ant,0.2,0.7,0.1"]));
    expect(() => readLabels([a, b], {})).toThrow("b3.csv: holds probabilities of ant, cat, fly where a3.csv holds those of ant, bee, cat");
    expect(() => readProbabilities(a, { task: "regression" })).toThrow("a3.csv: holds one probability per class, no values");
  }); // prettier-ignore
});

describe("the weight of rows", () => {
  it("is read, and 0 is a weight", async () => {
    const { weight, segments } = await read(file("w.csv", ["id,label,prediction,weight", "1,1,0.5,2", "2,0,0.5,0"]));
    expect(weight).toEqual(Float64Array.of(2, 0));
    expect(segments).toEqual([]);
  });
  it.each([
    ["-1", /row 2, column "weight": expected a weight of 0 or more, got -1/],
    ["", /row 2, column "weight": expected a finite number, got nothing/],
  ])("is no %j", async (weight, message) => {
    await expect(read(file("w-bad.csv", ["id,label,prediction,weight", "1,1,0.5,2", `2,0,0.5,${weight}`]))).rejects.toThrow(message);
  }); // prettier-ignore
  it("is not 0 throughout", async () => {
    await expect(read(file("w-0.csv", ["id,label,prediction,weight", "1,1,0.5,0"]))).rejects.toThrow(
      'column "weight": every row has the weight 0',
    );
  });
});

const predictions: Predictions = {
  rows: 4,
  id: ["a", "b", "c", "d"],
  label: Float64Array.of(0, 1, 2, Number.NaN),
  prediction: Float64Array.of(0, 1, 0, 2),
  weight: Float64Array.of(1, 2, 0.5, 1),
  probabilities: [
    { class: "x", values: Float64Array.of(0.8, 0.1, 0.5, 0) },
    { class: "y", values: Float64Array.of(0.1, 0.6, 0.2, 0.25) },
    { class: "z", values: Float64Array.of(0.1, 0.3, 0.3, 0.75) },
  ],
  split: ["test", "test", "test", "production"],
  time: null,
  unit: ["a", "b", "c", "d"],
  fold: null,
};

describe("a run of three classes", () => {
  it("reads back what it wrote", async () => {
    await writePredictions(join(folder, "predictions.parquet"), predictions);
    const run = { artifact: (name: string) => join(folder, name) } as TrackedRun;
    expect(await readPredictions(run, "predictions")).toEqual(predictions);
  });
  it("is measured by the metrics of more classes", () => {
    const measured = measureSplits(predictions, project);
    expect(measured["test_accuracy"]).toBeCloseTo(2 / 3, 12);
    expect(measured["test_logLoss"]).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6) + Math.log(0.3)) / 3, 12);
    expect(measured["test_balancedAccuracy"]).toBeCloseTo(2 / 3, 12);
    expect(Object.keys(measured).some((name) => name.startsWith("production_"))).toBe(false);
  });
});

async function compare(...argv: string[]): Promise<{ document: CompareDocument; err: string }> {
  let [out, err] = ["", ""];
  await main(["compare", ...argv, "--json"], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    cwd: folder,
    env: {},
  });
  return { document: JSON.parse(out) as CompareDocument, err };
}

describe("assay compare", () => {
  const names = ["ant", "bee", "cat"];
  const rows = Array.from({ length: 300 }, (_, i) => i);
  /** Right on all rows but each `wrong`-th, 0.6 sure. */
  const model = (wrong: number, order: readonly number[]): string[] => [
    `id,label,${order.map((j) => `probability_${names[j]}`).join(",")}`,
    ...rows.map((i) => {
      const said = i % wrong === 0 ? (i + 1) % 3 : i % 3;
      return `${i},${names[i % 3]},${order.map((j) => (j === said ? 0.6 : 0.2)).join(",")}`;
    }),
  ];

  it("compares two files of three classes, whatever the order of their columns", async () => {
    file("three-a.csv", model(4, [0, 1, 2]));
    file("three-b.csv", model(10, [2, 0, 1]));
    const { document } = await compare("three-a.csv", "three-b.csv", "--metric", "accuracy");
    expect(document.contingency).toEqual({ bothRight: 210, onlyChampionRight: 15, onlyChallengerRight: 60, bothWrong: 15 });
    const metric = (name: string) => document.metrics.find((one) => one.name === name)!;
    expect(metric("accuracy")).toMatchObject({ champion: { estimate: 0.75 }, challenger: { estimate: 0.9 } });
    expect(metric("logLoss").gain.estimate).toBeCloseTo(0.15 * (Math.log(0.6) - Math.log(0.2)), 10);
    expect(metric("brier").champion.estimate).toBeCloseTo((0.75 * 0.24 + 0.25 * 1.04) / 2, 10);
    expect(document.tests.find(({ name }) => name === "mcnemar-exact")!.statistic).toBe(15);
    expect(document.warnings[0]).toEqual({ code: "classes", message: "labels are 3 classes: ant, bee, cat" });
    expect(document.warnings.find(({ code }) => code === "curves-of-two-classes")!.message).toMatch(/of these 3 classes there are none$/);
    expect(document.verdict.decision).toBe("promote");
  }); // prettier-ignore

  it("weighs rows as the file says", async () => {
    const weighted = (lines: string[]): string[] =>
      lines.map((line, i) => `${line},${i === 0 ? "weight" : 1 + (i % 2)}`);
    const twice = (lines: string[]): string[] =>
      lines.flatMap((line, i) => (i === 0 ? [line] : i % 2 ? [line, `again${line}`] : [line]));
    const [a, b] = [model(4, [0, 1, 2]), model(10, [0, 1, 2])];
    file("weighted-a.csv", weighted(a));
    file("weighted-b.csv", weighted(b));
    file("twice-a.csv", twice(a));
    file("twice-b.csv", twice(b));
    const { document: one } = await compare("weighted-a.csv", "weighted-b.csv");
    const { document: other } = await compare("twice-a.csv", "twice-b.csv");
    one.metrics.forEach(({ name, gain }, k) =>
      expect(gain.estimate, name).toBeCloseTo(other.metrics[k]!.gain.estimate, 10),
    );
    expect(one.tests.map(({ name }) => name)).not.toContain("mcnemar-exact");
    expect([one.oddsRatio, other.oddsRatio === null]).toEqual([null, false]);
    file("plain-a.csv", a);
    const { document: fromChallenger } = await compare("plain-a.csv", "weighted-b.csv");
    expect(fromChallenger.metrics).toEqual(one.metrics);
  });

  it("refuses weights that differ, and takes the column of another name", async () => {
    const [a, b] = [model(4, [0, 1, 2]), model(10, [0, 1, 2])];
    const weighed = (lines: string[], weight: number, name: string) =>
      lines.map((line, i) => `${line},${i === 0 ? name : weight}`);
    file("by-1.csv", weighed(a, 1, "weight"));
    file("by-2.csv", weighed(b, 2, "weight"));
    const { document } = await compare("by-1.csv", "by-2.csv");
    expect(document).toMatchObject({
      error: { code: "weights-differ", message: "by-1.csv, by-2.csv: weights differ in 300 rows: 0, 1, 2, 3, 4, …" },
    });
    file("times-a.csv", weighed(a, 2, "times"));
    file("times-b.csv", weighed(b, 2, "times"));
    const { document: named } = await compare("times-a.csv", "times-b.csv", "--weight", "times");
    expect(named.metrics[0]!.champion.method).toBe("bca");
  });

  it("says why a metric has no value", async () => {
    const values = (error: number): string[] => ["id,label,prediction", ...rows.map((i) => `${i},${i % 50},${(i % 50) + error * (i % 3)}`)];
    file("zero-a.csv", values(2));
    file("zero-b.csv", values(1));
    const { document } = await compare("zero-a.csv", "zero-b.csv", "--metric", "mae", "--guardrail", "mape=0.1");
    expect(document.warnings).toContainEqual({
      code: "undefined-metric",
      message: "Mean absolute percentage error has no value: in 6 rows of 300 (the first is row 1) the label is 0",
    });
  }); // prettier-ignore
});
