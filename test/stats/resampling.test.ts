import { describe, expect, it } from "vitest";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getMetric, metricsFor } from "../../src/metrics/index.js";
import { bootstrapEstimate } from "../../src/stats/bootstrap-estimate.js";
import { bootstrapMetric, bootstrapMetrics } from "../../src/stats/bootstrap.js";
import { percentileInterval, sortedQuantile, standardDeviation } from "../../src/stats/intervals.js";
import { unitDraws } from "../../src/stats/resampling.js";

const rows = 300;
const units = 20;
const random = seeded(5);
const unitOfRow = Int32Array.from({ length: rows }, (_, row) => row % units);
const classes = Float64Array.from({ length: rows }, () => (random() < 0.4 ? 1 : 0));
const scores = classes.map((label) => 1 / (1 + Math.exp(-randomNormal(random) - 2 * label + 1)));
const values = Float64Array.from({ length: rows }, () => 10 + randomNormal(random));
const guesses = values.map((value) => value + randomNormal(random));
const inputs = {
  classification: { label: classes, prediction: scores, costs: { falsePositive: 1, falseNegative: 5 } },
  regression: { label: values, prediction: guesses },
};

describe("unitDraws", () => {
  it("draws as many units as there are, the same each time, alone or in pools", () => {
    for (const [count, draws] of [[50, 30], [4096, 3], [20 * 4096, 40]] as const) {
      const a = unitDraws({ units: count, draws, random: seeded(1) });
      const b = unitDraws({ units: count, draws, random: seeded(1) });
      const first = new Float64Array(count);
      const second = new Float64Array(count).fill(9);
      for (let draw = 0; draw < draws; draw++) {
        a.counts(draw, first);
        expect(first.reduce((sum, value) => sum + value, 0)).toBe(count);
        b.counts(draw, second);
        expect(second).toEqual(first);
      }
    }
  }); // prettier-ignore

  it("draws each unit alike: mean 1, variance 1 − 1/units", () => {
    const draws = unitDraws({ units: 10, draws: 20_000, random: seeded(2) });
    const counts = new Float64Array(10);
    const seen = Float64Array.from({ length: 20_000 }, (_, draw) => (draws.counts(draw, counts), counts[3]!));
    expect(Math.abs(seen.reduce((sum, value) => sum + value, 0) / 20_000 - 1)).toBeLessThan(0.03);
    expect(Math.abs(standardDeviation(seen) ** 2 - 0.9)).toBeLessThan(0.04);
  });

  it("needs a unit and a draw", () => {
    expect(() => unitDraws({ units: 0, draws: 1, random })).toThrow("at least one unit is needed, got 0");
    expect(() => unitDraws({ units: 1, draws: 0, random })).toThrow("at least one draw is needed, got 0");
  });
});

describe("bootstrapMetrics", () => {
  const draws = unitDraws({ units, draws: 40, random: seeded(3) });

  it.each(["classification", "regression"] as const)("is each %s metric under the weights of each draw", (task) => {
    const metrics = metricsFor(task);
    const input = inputs[task];
    const counts = new Float64Array(units);
    bootstrapMetrics(metrics, input, unitOfRow, draws).forEach(({ estimate, replicates }, i) => {
      const value = metrics[i]!.prepare(input);
      expect(estimate).toBeCloseTo(value(), 10);
      for (let draw = 0; draw < draws.draws; draw++) {
        draws.counts(draw, counts);
        expect(replicates[draw]).toBeCloseTo(value(unitOfRow.map((unit) => counts[unit]!)), 10);
      }
    });
  });

  it("counts a unit that is not drawn as absent, even where it is not defined", () => {
    const label = [0, 2, 4];
    const { estimate, replicates } = bootstrapMetric(
      getMetric("mape"),
      { label, prediction: [1, 3, 5] },
      Int32Array.of(0, 1, 2),
      unitDraws({ units: 3, draws: 200, random: seeded(4) }),
    );
    expect(estimate).toBeNaN();
    expect(replicates.some((value) => Number.isFinite(value))).toBe(true);
    expect(replicates.some((value) => Number.isNaN(value))).toBe(true);
  });

  it("has the standard error of a mean over independent units", () => {
    const effect = Float64Array.from({ length: units }, () => 3 * randomNormal(random));
    const prediction = values.map((value, row) => value + effect[unitOfRow[row]!]!);
    const many = unitDraws({ units, draws: 4000, random: seeded(6) });
    const { replicates } = bootstrapMetric(getMetric("bias"), { label: values, prediction }, unitOfRow, many);
    const theory = (standardDeviation(effect) * Math.sqrt((units - 1) / units)) / Math.sqrt(units);
    expect(Math.abs(standardDeviation(replicates) / theory - 1)).toBeLessThan(0.05);
  });

  it("refuses rows that do not fit", () =>
    expect(() => bootstrapMetric(getMetric("mae"), inputs.regression, unitOfRow.subarray(1), draws)).toThrow(
      "rows differ: 300 labels, 300 predictions, 299 units of rows",
    ));
});

describe("intervals of replicates", () => {
  it("take quantiles as numpy does", () => {
    expect(sortedQuantile([1, 2, 3], 0.25)).toBe(1.5);
    expect(sortedQuantile([1, 2, 3, 10], 1)).toBe(10);
    expect(sortedQuantile([], 0.5)).toBeNaN();
    const replicates = Float64Array.from({ length: 101 }, (_, i) => 100 - i);
    expect(percentileInterval(replicates, 0.5)).toEqual({ lower: 25, upper: 75, undefinedDraws: 0, reason: null });
  });

  it("leave undefined draws out, and give up where they are many", () => {
    const replicates = Float64Array.from({ length: 100 }, (_, i) => (i < 5 ? NaN : i));
    expect(percentileInterval(replicates)).toMatchObject({ undefinedDraws: 5, reason: null });
    replicates[5] = NaN;
    expect(percentileInterval(replicates)).toEqual({
      lower: NaN,
      upper: NaN,
      undefinedDraws: 6,
      reason: "undefined-draws",
    });
  });

  it("say so where nothing varies", () => {
    const estimate = bootstrapEstimate({ estimate: 1, replicates: new Float64Array(50).fill(1) }, { n: 9, units: 3 });
    expect(estimate).toEqual({
      estimate: 1, lower: NaN, upper: NaN, level: 0.95, method: "none-zero-variance", n: 9, units: 3,
    }); // prettier-ignore
  });

  it("measure spread, numbers only", () => {
    expect(standardDeviation(Float64Array.of(1, NaN, 2, 3))).toBe(1);
    expect(standardDeviation(Float64Array.of(1))).toBeNaN();
  });
});
