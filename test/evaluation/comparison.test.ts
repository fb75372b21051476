import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SharedRows } from "../../src/evaluation/align.js";
import { compare } from "../../src/evaluation/comparison.js";
import { measureModels } from "../../src/evaluation/measure-models.js";
import { getMetric } from "../../src/metrics/index.js";
import { madeUpClasses } from "./made-up.js";
import { sortedQuantile, standardDeviation } from "../../src/stats/intervals.js";

const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/numpy/paired-bootstrap.json", import.meta.url), "utf8"),
) as {
  unit: number[];
  regression: Record<"label" | "champion" | "challenger", number[]> & { mae: Bounds };
  classification: Record<"label" | "champion" | "challenger", number[]> & { accuracy: Bounds };
};
interface Bounds {
  estimate: number;
  lower: number;
  upper: number;
  standardError: number;
}

const rowsOf = (label: number[], unit: number[]): SharedRows => ({
  rows: label.length,
  id: label.map((_, i) => String(i)),
  label: Float64Array.from(label),
  time: null,
  unit: Int32Array.from(unit),
  units: [...new Set(unit)].map(String),
  segments: [],
});

const judge = (
  { label, champion, challenger }: Record<"label" | "champion" | "challenger", number[]>,
  unit: number[],
  task: "classification" | "regression",
  metric: string,
  seed = 5,
) =>
  compare(
    {
      rows: rowsOf(label, unit),
      champion: { prediction: Float64Array.from(champion) },
      challenger: { prediction: Float64Array.from(challenger) },
      onlyInChampion: 0,
      onlyInChallenger: 0,
    },
    {
      task,
      metrics: [getMetric(metric)],
      primaryMetric: metric as "mae",
      level: 0.95,
      draws: 20_000,
      seed,
      unitName: "days",
    },
  );

describe("the paired bootstrap over units against numpy", () => {
  // The end of a 95 % interval from 20,000 draws has a Monte Carlo error of about sqrt(.025 × .975 / 20,000) / φ(1.96),
  // 0.019 standard errors; four of those, and as much again for numpy's own 100,000, is 0.1.
  it.each([
    ["mae", "regression", fixture.regression, fixture.regression.mae],
    ["accuracy", "classification", fixture.classification, fixture.classification.accuracy],
  ] as const)("%s", (metric, task, data, expected) => {
    const { gain, resampledGains } = judge(data, fixture.unit, task, metric).metrics[0]!;
    expect(gain.estimate).toBeCloseTo(expected.estimate, 10);
    const at = (p: number): number => sortedQuantile(resampledGains, p);
    expect(Math.abs(at(0.025) - expected.lower)).toBeLessThan(0.1 * expected.standardError);
    expect(Math.abs(at(0.975) - expected.upper)).toBeLessThan(0.1 * expected.standardError);
    expect(standardDeviation(resampledGains) / expected.standardError).toBeCloseTo(1, 1);
    expect(gain).toMatchObject({ method: "cluster-robust-t", n: 480, units: 40, level: 0.95 });
  });
});

describe("what a comparison holds", () => {
  it("the naive interval only where units are not rows", () => {
    expect(judge(fixture.regression, fixture.unit, "regression", "mae").naive).toMatchObject({ units: 480, n: 480 });
    const each = fixture.unit.map((_, i) => i);
    expect(judge(fixture.regression, each, "regression", "mae").naive).toBeNull();
  });
  it("tests over rows only where these are independent, else over units", () => {
    const names = (unit: number[]) =>
      judge(fixture.classification, unit, "classification", "accuracy").tests.map(({ name }) => name);
    expect(names(fixture.unit)).toEqual([
      "bootstrap", "cluster-robust-t", "wilcoxon", "permutation", "cluster-robust-t", "wilcoxon", "permutation",
    ]); // prettier-ignore
    expect(names(fixture.unit.map((_, i) => i))).toEqual([
      "mcnemar-exact", "mcnemar-mid-p", "mcnemar-chi2", "mcnemar-chi2-corrected", "delong", "bootstrap",
      "paired-t", "wilcoxon", "permutation", "paired-t", "wilcoxon", "permutation",
    ]); // prettier-ignore
  });
  it("the same seed, the same numbers", () => {
    const once = () => judge(fixture.regression, fixture.unit, "regression", "mae", 9).metrics[0]!.gain;
    expect(once()).toEqual(once());
  });
  it("for accuracy without a discordant row: the exact bound, not a point", () => {
    const data = { label: [0, 1, 1, 0], champion: [0.1, 0.9, 0.8, 0.2], challenger: [0.2, 0.8, 0.9, 0.1] };
    const { gain } = judge(data, [0, 1, 2, 3], "classification", "accuracy").metrics[0]!;
    expect(gain).toMatchObject({ estimate: 0, method: "no-discordant-rows" });
    expect(gain.upper).toBeCloseTo(1 - 0.025 ** (1 / 4), 12);
    expect(gain.lower).toBe(-gain.upper);
  });
  it("no interval where a metric's gain never varies", () => {
    const data = { label: [1, 2, 3, 4], champion: [2, 3, 4, 5], challenger: [3, 4, 5, 6] };
    const { gain } = judge(data, [0, 1, 2, 3], "regression", "mae").metrics[0]!;
    expect(gain).toMatchObject({ estimate: -1, lower: Number.NaN, upper: Number.NaN, method: "none-zero-variance" });
  });
  it("a primary metric that is not measured, and no rows, are misuse", () => {
    const none = { label: [], champion: [], challenger: [] };
    expect(() => judge(none, [], "regression", "mae")).toThrow(RangeError);
  });
});

it("draws a metric that is slow to compute less often, unless it decides; without draws, values alone", () => {
  const { rows, champion } = madeUpClasses({ rows: 10_000 });
  const metrics = [getMetric("averagePrecision"), getMetric("accuracy")];
  const counts = (primaryMetric: "averagePrecision" | "accuracy", draws: number): number[] =>
    measureModels([{ prediction: champion }], rows, { metrics, primaryMetric, draws, seed: 1 })[0]!.replicates.map(
      ({ replicates }) => replicates.length,
    );
  expect(counts("accuracy", 600)).toEqual([500, 600]);
  expect(counts("averagePrecision", 600)).toEqual([600, 600]);
  const [none] = measureModels([{ prediction: champion }], rows, {
    metrics,
    primaryMetric: "accuracy",
    draws: 0,
    seed: 1,
  });
  expect(none!.replicates.map(({ replicates }) => replicates.length)).toEqual([0, 0]);
  expect(none!.replicates[1]!.estimate).toBe(metrics[1]!.prepare({ label: rows.label, prediction: champion })());
});
