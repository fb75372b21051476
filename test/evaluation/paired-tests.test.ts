import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/evaluation/comparison.js";
import { lossTests, withAdjustedPValues } from "../../src/evaluation/paired-tests.js";
import { seeded, shuffle } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import type { MetricName } from "../../src/metrics/metric.js";
import { clusterRobustT } from "../../src/stats/cluster-robust.js";
import { madeUpClasses, madeUpValues, type MadeUp } from "./made-up.js";

const flights = JSON.parse(
  readFileSync(new URL("../fixtures/statsmodels/flights-days.json", import.meta.url), "utf8"),
) as {
  rows: number;
  count: number[];
  cases: {
    champion: string;
    challenger: string;
    loss: string;
    sum: number[];
    estimate: number;
    clusterRobust: { standardError: number; statistic: number; pValue: number };
    naive: { standardError: number };
    bootstrapOfDays: { standardError: number };
  }[];
};

describe("on flights, the error of the paired loss difference over days", () => {
  it.each(flights.cases)("$champion against $challenger, $loss", (given) => {
    const { sum, estimate, clusterRobust, naive, bootstrapOfDays } = given;
    const count = Float64Array.from(flights.count);
    const ours = clusterRobustT({ sum: Float64Array.from(sum), count, rows: flights.rows });
    expect(Math.abs(ours.estimate / estimate - 1)).toBeLessThan(1e-9);
    expect(Math.abs(ours.standardError / clusterRobust.standardError - 1)).toBeLessThan(1e-9);
    expect(Math.abs(ours.pValue - clusterRobust.pValue)).toBeLessThan(1e-9);
    const ratio = ours.standardError / naive.standardError;
    expect(ratio).toBeGreaterThan(1.1);
    expect(ratio).toBeLessThan(10);
    // 20,000 draws leave 0.5 %; what remains is the difference of m − 1 and m among 61 days.
    expect(Math.abs(bootstrapOfDays.standardError / ours.standardError - 1)).toBeLessThan(0.02);
  });
});

type Task = "classification" | "regression";
const names: Record<Task, MetricName[]> = {
  classification: ["accuracy", "rocAuc", "logLoss", "f1"],
  regression: ["mae", "rmse", "medianAbsoluteError"],
};
const judge = ({ rows, champion, challenger }: MadeUp, task: Task = "classification") =>
  compare(
    {
      rows,
      champion: { prediction: champion },
      challenger: { prediction: challenger },
      onlyInChampion: 0,
      onlyInChallenger: 0,
    },
    {
      task,
      metrics: names[task].map(getMetric),
      primaryMetric: names[task][0]!,
      level: 0.95,
      draws: 199,
      seed: 4,
      unitName: "units",
    },
  );

const shuffled = ({ rows, champion, challenger }: MadeUp): MadeUp => {
  const order = shuffle(
    Int32Array.from({ length: rows.rows }, (_, row) => row),
    seeded(9),
  );
  const take = (values: Float64Array): Float64Array => Float64Array.from(order, (row) => values[row]!);
  const named = Array.from(order, (row) => rows.units[rows.unit[row]!]!);
  const units = [...new Set(named)];
  const indexOf = new Map(units.map((name, index) => [name, index]));
  return {
    rows: {
      ...rows,
      id: Array.from(order, (row) => rows.id[row]!),
      label: take(rows.label),
      unit: Int32Array.from(named, (name) => indexOf.get(name)!),
      units,
    },
    champion: take(champion),
    challenger: take(challenger),
  };
};

const samples = [
  ["classes, independent rows", madeUpClasses({ rows: 400 }), "classification"],
  ["classes, rows of units", madeUpClasses({ rows: 400, perUnit: 8 }), "classification"],
  ["values, independent rows", madeUpValues({ rows: 400 }), "regression"],
  ["values, rows of units", madeUpValues({ rows: 400, perUnit: 8 }), "regression"],
] as const;

describe("swapping the models", () => {
  it.each(samples)("flips signs and keeps p: %s", (_, data, task) => {
    const one = judge(data, task);
    const other = judge({ ...data, champion: data.challenger, challenger: data.champion }, task);
    one.metrics.forEach(({ gain }, k) => {
      const swapped = other.metrics[k]!.gain;
      expect(swapped.estimate).toBeCloseTo(-gain.estimate, 10);
      expect(swapped.lower).toBeCloseTo(-gain.upper, 8);
      expect(swapped.upper).toBeCloseTo(-gain.lower, 8);
    });
    expect(one.tests.length).toBeGreaterThan(6);
    one.tests.forEach(({ name, pValue, adjustedPValue }, k) => {
      expect(other.tests[k]!.name).toBe(name);
      expect(other.tests[k]!.pValue).toBeCloseTo(pValue, 10);
      expect(other.tests[k]!.adjustedPValue).toBeCloseTo(adjustedPValue!, 10);
    });
  });
});

describe("the order of rows", () => {
  it.each(samples)("changes nothing: %s", (_, data, task) => {
    const [one, other] = [judge(data, task), judge(shuffled(data), task)];
    one.metrics.forEach(({ gain }, k) => {
      for (const end of ["estimate", "lower", "upper"] as const)
        expect(other.metrics[k]!.gain[end]).toBeCloseTo(gain[end], 9);
    });
    one.tests.forEach(({ statistic, pValue }, k) => {
      expect(other.tests[k]!.statistic).toBeCloseTo(statistic, 8);
      expect(other.tests[k]!.pValue).toBeCloseTo(pValue, 9);
    });
    expect(other.posterior!.length).toBe(one.posterior!.length);
    expect(other.posterior![17]).toBeCloseTo(one.posterior![17]!, 10);
  });
});

describe("edges", () => {
  const { rows } = madeUpClasses({ rows: 200 });
  const right = rows.label.map((label) => 0.1 + 0.8 * label);
  const wrong = right.map((p) => 1 - p);
  const constant = rows.label.map(() => 0.4);
  it("all right against all wrong", () => {
    const { metrics, contingency, tests } = judge({ rows, champion: wrong, challenger: right });
    expect(metrics[0]!.gain.estimate).toBe(1);
    expect(metrics[0]!.gain.upper).toBe(1);
    expect(metrics[0]!.gain.lower).toBeGreaterThan(0.95);
    expect(contingency).toEqual({ bothRight: 0, onlyChampionRight: 0, onlyChallengerRight: 200, bothWrong: 0 });
    expect(tests.find(({ name }) => name === "mcnemar-exact")!.pValue).toBeCloseTo(2 * 0.5 ** 200, 70);
  });
  it("both all right, with other probabilities: the exact bound for accuracy, no interval without a variance", () => {
    const surer = rows.label.map((label) => 0.05 + 0.9 * label);
    const { metrics } = judge({ rows, champion: right, challenger: surer });
    expect(metrics.map(({ gain }) => gain.method)).toEqual([
      "no-discordant-rows", "none-zero-variance", "none-zero-variance", "none-zero-variance",
    ]); // prettier-ignore
    expect(metrics[2]!.gain.lower).toBeNaN();
  });
  it("constant scores: half the area, and an interval against a model that ranks", () => {
    const { metrics } = judge({ ...madeUpClasses({ rows: 200 }), rows, champion: constant });
    const auc = metrics.find(({ name }) => name === "rocAuc")!;
    expect(auc.champion.estimate).toBe(0.5);
    expect(auc.gain.lower).toBeGreaterThan(0);
  });
  it("identical predictions: no gain, and no test finds one", () => {
    const { metrics, tests } = judge({ rows, champion: right, challenger: right });
    for (const { gain } of metrics) expect(gain).toMatchObject({ lower: 0, upper: 0, method: "identical-predictions" });
    for (const { pValue } of tests) expect(pValue >= 1 || Number.isNaN(pValue)).toBe(true);
  });
});

it("Diebold–Mariano needs time; Holm adjusts within one test, and never below p", () => {
  const { rows, champion, challenger } = madeUpValues({ rows: 400, perUnit: 8 });
  const models = [{ prediction: champion }, { prediction: challenger }] as const;
  const options = { task: "regression" as const, resamples: 99, random: seeded(1) };
  const without = lossTests(rows, ...models, options);
  expect(without.map(({ name }) => name)).not.toContain("diebold-mariano");
  const time = Float64Array.from(rows.unit, (unit) => Date.UTC(2026, 0, 1 + unit));
  const dated = lossTests({ ...rows, time }, ...models, options);
  const [squared] = dated.filter(({ name }) => name === "diebold-mariano");
  expect(squared).toMatchObject({ metric: "squaredError", n: 50, degreesOfFreedom: 49 });
  // One unit a day, all of equal size: the test on days is the cluster-robust one.
  const clustered = dated.find(({ name, metric }) => name === "cluster-robust-t" && metric === "squaredError")!;
  expect(squared!.statistic).toBeCloseTo(clustered.statistic, 10);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }), (pValues) => {
      const tests = pValues.map((pValue, k) => ({ ...dated[0]!, name: k % 2 ? "a" : "b", pValue }));
      withAdjustedPValues(tests).forEach(({ adjustedPValue, pValue, name }) => {
        const family = tests.filter((test) => test.name === name).length;
        expect(adjustedPValue!).toBeGreaterThanOrEqual(pValue);
        expect(adjustedPValue!).toBeLessThanOrEqual(Math.min(1, family * Math.max(...pValues)) + 1e-12);
      });
    }),
  );
});
