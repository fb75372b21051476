import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getMetric, metricsFor } from "../../src/metrics/index.js";
import { bootstrapEstimate } from "../../src/stats/bootstrap-estimate.js";
import { bootstrapMetric, bootstrapMetrics } from "../../src/stats/bootstrap.js";
import { percentileInterval, sortedQuantile, standardDeviation } from "../../src/stats/intervals.js";
import { unitDraws } from "../../src/stats/resampling.js";
import { weightedMedian } from "../../src/stats/weighted-median.js";

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
    for (const [count, draws] of [[50, 30], [2048, 3], [20 * 2048, 40]] as const) {
      const a = unitDraws({ units: count, draws, random: seeded(1) });
      const b = unitDraws({ units: count, draws, random: seeded(1) });
      const first = new Float64Array(count);
      const second = new Float64Array(count).fill(9);
      for (let draw = 0; draw < draws; draw++) {
        a.counts(draw, first);
        expect(first.reduce((sum, value) => sum + value, 0)).toBe(count);
        b.counts(draw, second);
        expect(second.every((value, unit) => value === first[unit])).toBe(true);
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

  it("deals many units to pools as if each were drawn by itself: skewed losses keep their standard error", () => {
    const count = 30_000;
    const losses = Float64Array.from({ length: count }, () => Math.exp(1.2 * randomNormal(random)));
    const mean = losses.reduce((sum, value) => sum + value / count, 0);
    const draws = unitDraws({ units: count, draws: 64, random: seeded(7) });
    expect(draws.pools).toBeGreaterThanOrEqual(1024);
    expect(draws.blocks).toBe(32);
    let variance = 0;
    for (let block = 0; block < draws.blocks; block++) {
      const sums = new Float64Array(draws.pools);
      draws.poolOfUnit(block).forEach((pool, unit) => (sums[pool]! += losses[unit]! - mean));
      variance += sums.reduce((sum, value) => sum + value * value, 0) / draws.blocks;
    }
    const single = losses.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    // Monte Carlo error of a standard error is 0.7 % with 10,000 draws; here three times 0.39 %.
    expect(Math.abs(Math.sqrt(variance / single) - 1)).toBeLessThan(0.0117);
  });

  it("gives the quantiles of drawing single units, up to Monte Carlo error", () => {
    const count = 5000;
    const draws = 4000;
    const losses = Float64Array.from({ length: count }, () => Math.exp(1.5 * randomNormal(random)));
    const unit = Int32Array.from({ length: count }, (_, row) => row);
    const input = { label: new Float64Array(count), prediction: losses };
    const pooled = bootstrapMetric(getMetric("mae"), input, unit, unitDraws({ units: count, draws, random: seeded(8) }));
    const next = seeded(9);
    const single = Float64Array.from({ length: draws }, () => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += losses[(next() * count) | 0]!;
      return sum / count;
    }).sort();
    const ascending = pooled.replicates.slice().sort();
    const spread = standardDeviation(single);
    for (const [p, density] of [[0.025, 0.0584], [0.25, 0.3178], [0.5, 0.3989], [0.975, 0.0584]] as const) {
      const error = (spread * Math.sqrt((2 * p * (1 - p)) / draws)) / density;
      expect(Math.abs(sortedQuantile(ascending, p) - sortedQuantile(single, p))).toBeLessThan(3 * error);
    }
  }); // prettier-ignore

  it("deals alike each time, every unit once", () => {
    const draws = unitDraws({ units: 10_000, draws: 40, random: seeded(1) });
    for (const groups of [256, 10_000]) {
      const sizes = new Float64Array(groups);
      const [dealt, again] = [draws.deal(groups), draws.deal(groups)];
      dealt.forEach((group) => sizes[group]!++);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(dealt.every((group, unit) => group === again[unit])).toBe(true);
    }
    expect([draws.firstDraw(0), draws.firstDraw(draws.blocks)]).toEqual([0, 40]);
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

  it("is the area under the ROC curve under each draw of many rows, up to 2 % of its standard error", () => {
    const many = 20_000;
    const label = Float64Array.from({ length: many }, () => Number(random() < 0.15));
    const prediction = label.map((value) => Math.round(20 * (randomNormal(random) + value)));
    const unit = Int32Array.from({ length: many }, (_, row) => row);
    const drawn = unitDraws({ units: many, draws: 60, random: seeded(4) });
    const { estimate, replicates } = bootstrapMetric(getMetric("rocAuc"), { label, prediction }, unit, drawn);
    const direct = getMetric("rocAuc").prepare({ label, prediction });
    expect(estimate).toBeCloseTo(direct(), 12);
    const weights = new Float64Array(many);
    const error = replicates.map((value, draw) => (drawn.counts(draw, weights), value - direct(weights)));
    expect(standardDeviation(error)).toBeLessThan(0.02 * standardDeviation(replicates));
    expect(standardDeviation(error)).toBeGreaterThan(0);
  });

  it("is every metric under the weights of each draw of pooled units", () => {
    const many = 4500;
    const label = Float64Array.from({ length: many }, () => randomNormal(random));
    const prediction = label.map((value) => value + randomNormal(random));
    const weight = Float64Array.from({ length: many }, () => Math.ceil(3 * random()));
    const unit = Int32Array.from({ length: many }, (_, row) => many - 1 - row);
    const drawn = unitDraws({ units: many, draws: 35, random: seeded(4) });
    const weights = new Float64Array(many);
    for (const name of ["mae", "medianAbsoluteError"] as const) {
      const { replicates } = bootstrapMetric(getMetric(name), { label, prediction, weight }, unit, drawn);
      const direct = getMetric(name).prepare({ label, prediction, weight });
      replicates.forEach((value, draw) => {
        drawn.counts(draw, weights);
        expect(value).toBeCloseTo(direct(unit.map((at) => weights[at]!)), 10);
      });
    }
  });

  it("refuses rows that do not fit", () =>
    expect(() => bootstrapMetric(getMetric("mae"), inputs.regression, unitOfRow.subarray(1), draws)).toThrow(
      "rows differ: 300 labels, 300 predictions, 299 units of rows",
    ));
});

describe("weightedMedian", () => {
  it("is the median of rows repeated by their weight", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.nat(3), fc.nat(2)), { minLength: 1, maxLength: 60 }),
        fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
        (rows, weights) => {
          const values = Float64Array.from(rows, ([value]) => value);
          const own = rows.map(([, , weight]) => weight);
          const groups = Int32Array.from(rows, ([, group]) => group);
          const repeated = rows.flatMap(([value, group, weight]) =>
            Array.from({ length: weight * weights[group]! }, () => value),
          );
          const expected = sortedQuantile(repeated.sort((a, b) => a - b), 0.5);
          expect(weightedMedian(values, own)(groups, 4)(weights)).toBe(expected);
        },
      ),
      { numRuns: 300, seed: 1 },
    )); // prettier-ignore

  it("has none with a value that is none, and none of nothing", () => {
    expect(weightedMedian(Float64Array.of(1, NaN))(Int32Array.of(0, 0), 1)([1])).toBeNaN();
    expect(weightedMedian(new Float64Array(0))(new Int32Array(0), 1)([1])).toBeNaN();
  });
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
