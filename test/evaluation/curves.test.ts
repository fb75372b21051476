import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorByPrediction } from "../../src/evaluation/by-prediction.js";
import { calibrationBins } from "../../src/evaluation/calibration.js";
import { precisionRecallCurve } from "../../src/evaluation/precision-recall.js";
import { predictedActual } from "../../src/evaluation/predicted-actual.js";
import { residualHistogram } from "../../src/evaluation/residuals.js";
import { rocCurve } from "../../src/evaluation/roc.js";
import { scoreHistogram } from "../../src/evaluation/score-histogram.js";
import { gainCurve } from "../../src/evaluation/gain-curve.js";
import { scoreSteps } from "../../src/evaluation/score-order.js";
import { thresholdCounts } from "../../src/evaluation/threshold-counts.js";
import { chooseThreshold, judgeThreshold, thresholdCurve } from "../../src/evaluation/threshold.js";
import { thin } from "../../src/evaluation/thin.js";
import { seeded } from "../../src/lib/random.js";
import { getMetric, type MetricInput } from "../../src/metrics/index.js";
import { wilsonInterval } from "../../src/stats/wilson.js";

const fixture = JSON.parse(readFileSync(new URL("../fixtures/sklearn/curves.json", import.meta.url), "utf8")) as {
  label: number[];
  score: number[];
  roc: [number, number][];
  precisionRecall: [number, number, number][];
};
const label = Float64Array.from(fixture.label);
const score = Float64Array.from(fixture.score);

const rowsOf = (label: Float64Array, unit?: number[]) => ({
  label,
  unit: Int32Array.from(unit ?? label.map((_, i) => i)),
  units: [...new Set(unit ?? Array.from(label.keys()))].map(String),
});

/** Two classes with ties, and whole weights. */
const scored = fc
  .array(fc.record({ label: fc.nat(1), score: fc.nat(10), weight: fc.nat(3) }), { minLength: 3, maxLength: 40 })
  .map((rows) => [{ label: 0, score: 4, weight: 1 }, { label: 1, score: 5, weight: 2 }, ...rows])
  .map((rows) => ({
    label: rows.map((row) => row.label),
    prediction: rows.map((row) => row.score / 10),
    weight: rows.map((row) => row.weight),
  }));

describe("curves against scikit-learn", () => {
  it("ROC", () => {
    const points = rocCurve(scoreSteps(label, score));
    expect(points.length).toBe(fixture.roc.length);
    points.forEach((point, i) => {
      expect(point.falsePositiveRate).toBeCloseTo(fixture.roc[i]![0], 12);
      expect(point.truePositiveRate).toBeCloseTo(fixture.roc[i]![1], 12);
    });
  });
  it("precision and recall", () => {
    const expected = fixture.precisionRecall.toReversed();
    const points = precisionRecallCurve(scoreSteps(label, score));
    expect(points.length).toBe(expected.length);
    points.forEach((point, i) => {
      expect(point.recall).toBeCloseTo(expected[i]![0], 12);
      expect(point.precision).toBeCloseTo(expected[i]![1], 12);
      expect(point.threshold).toBe(expected[i]![2]);
    });
  });
  it("one class has no ROC curve, no positive row no precision", () => {
    expect(rocCurve(scoreSteps([1, 1], [0.2, 0.4]))).toEqual([]);
    expect(precisionRecallCurve(scoreSteps([0, 0], [0.2, 0.4]))).toEqual([]);
  });
});

describe("thinning", () => {
  it("keeps the area under a ROC curve of 20,000 points within 0.0005, and both ends", () => {
    const random = seeded(4);
    const many = Float64Array.from({ length: 20_000 }, (_, i) => i % 2);
    const scores = many.map((value) => 0.3 * value + random());
    const points = rocCurve(scoreSteps(many, scores));
    const area = points.reduce((sum, { falsePositiveRate, truePositiveRate }, i) => {
      if (i === 0) return 0;
      const before = points[i - 1]!;
      return sum + ((falsePositiveRate - before.falsePositiveRate) * (truePositiveRate + before.truePositiveRate)) / 2;
    }, 0);
    expect(points.length).toBe(200);
    expect(points[0]).toMatchObject({ falsePositiveRate: 0, truePositiveRate: 0 });
    expect(points.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
    // P(X + 0.3 > Y) of two uniform numbers is 1 − 0.7² / 2 = 0.755; the sample's own error is below 0.01.
    expect(Math.abs(area - 0.755)).toBeLessThan(0.01);
  });
  it("leaves short curves alone and keeps the order of long ones", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 900 }), (values) => {
        const kept = thin(
          values.map((y, x) => ({ x, y })),
          ({ x }) => x,
          ({ y }) => y,
        );
        expect(kept.length).toBe(Math.min(200, values.length));
        expect(kept.every(({ x }, i) => i === 0 || x > kept[i - 1]!.x)).toBe(true);
        expect([kept[0]!.x, kept.at(-1)!.x]).toEqual([0, values.length - 1]);
      }),
    );
  });
});

describe("no row is lost", () => {
  const values = fc.array(
    fc.tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: -1e3, max: 1e3, noNaN: true })),
    { minLength: 1, maxLength: 60 },
  );
  it("in histograms of values", () => {
    fc.assert(
      fc.property(values, (pairs) => {
        const actual = Float64Array.from(pairs, ([y]) => y);
        const predicted = Float64Array.from(pairs, ([, p]) => p);
        const sum = (cells: { count: number }[]): number => cells.reduce((total, { count }) => total + count, 0);
        expect(sum(predictedActual(actual, predicted).predictedActual)).toBe(pairs.length);
        const residuals = residualHistogram(actual, predicted);
        expect(sum(residuals)).toBe(pairs.length);
        expect(residuals.every(({ lower, upper }) => lower < upper || residuals.length === 1)).toBe(true);
        const parts = errorByPrediction(
          actual,
          predicted,
          Int32Array.from(pairs, (_, i) => i),
          { level: 0.95 },
        );
        expect(parts.reduce((total, { n }) => total + n, 0)).toBe(pairs.length);
      }),
    );
  });
  it("in bins of scores, 1 included", () => {
    const [y, p] = [Float64Array.of(0, 1, 1, 0), Float64Array.of(0, 1, 0.05, 0.999)];
    expect(calibrationBins(rowsOf(y), p, { level: 0.95 }).reduce((sum, { n }) => sum + n, 0)).toBe(4);
    const bins = scoreHistogram(y, p);
    expect(bins.at(-1)).toMatchObject({ negative: 1, positive: 1 });
    expect(bins[1]).toMatchObject({ lower: 0.05, negative: 0, positive: 1 });
  });
});

describe("curves of weighted rows", () => {
  it("are those of the rows repeated", () => {
    fc.assert(
      fc.property(scored, ({ label: y, prediction: p, weight: w }) => {
        const repeat = (values: number[]): number[] => values.flatMap((value, i) => Array<number>(w[i]!).fill(value));
        expect(scoreSteps(y, p, w)).toEqual(scoreSteps(repeat(y), repeat(p)));
      }),
    );
  });
  it("leave a calibration bin's share as it is for the rows repeated, without more certainty", () => {
    const [y, p] = [Float64Array.of(0, 1, 1, 0), Float64Array.of(0.11, 0.12, 0.13, 0.14)];
    const rows = { ...rowsOf(y), weight: Float64Array.of(2, 2, 2, 2) };
    expect(calibrationBins(rows, p, { level: 0.95 })[0]!.observed).toEqual(wilsonInterval(2, 4, 0.95));
    const uneven = calibrationBins({ ...rows, weight: Float64Array.of(1, 3, 1, 1) }, p, { level: 0.95 })[0]!;
    expect(uneven.observed.estimate).toBeCloseTo(4 / 6, 12);
    expect(uneven.observed).toMatchObject({ lower: wilsonInterval((36 / 12) * (4 / 6), 36 / 12, 0.95).lower, n: 4 });
  });
});

describe("calibration over units", () => {
  it("takes the units, not the rows, as independent", () => {
    const y = Float64Array.from({ length: 40 }, (_, i) => Number(i % 4 < 2));
    const p = y.map(() => 0.55);
    const day = Array.from(y, (_, i) => Math.floor(i / 2));
    const [byDay] = calibrationBins(rowsOf(y, day), p, { level: 0.95 });
    const [byRow] = calibrationBins(rowsOf(y), p, { level: 0.95 });
    expect(byDay!.observed).toMatchObject({ estimate: 0.5, method: "unit-mean", n: 40, units: 20 });
    const width = ({ lower, upper }: { lower: number; upper: number }): number => upper - lower;
    expect(width(byDay!.observed) / width(byRow!.observed)).toBeGreaterThan(1.3);
    const [agreed] = calibrationBins(
      rowsOf(
        y.map(() => 1),
        day,
      ),
      p,
      { level: 0.95 },
    );
    expect(agreed!.observed).toMatchObject({ lower: wilsonInterval(20, 20).lower, upper: 1, n: 40, units: 20 });
  });
});

describe("gain and lift", () => {
  it("at a tenth and a fifth are the metrics of their names", () => {
    fc.assert(
      fc.property(scored, (input) => {
        const points = gainCurve(scoreSteps(input.label, input.prediction, input.weight));
        const found = (share: number): number => {
          const after = points.findIndex((point) => point.share >= share);
          const [a, b] = [points[Math.max(0, after - 1)]!, points[after]!];
          return b.share === a.share
            ? b.found
            : a.found + ((share - a.share) * (b.found - a.found)) / (b.share - a.share);
        };
        expect(found(0.2)).toBeCloseTo(getMetric("cumulativeGain").prepare(input)(), 10);
        expect(found(0.1) / 0.1).toBeCloseTo(getMetric("lift").prepare(input)(), 9);
      }),
    );
  });
  it("needs a positive row", () => expect(gainCurve(scoreSteps([0, 0], [0.1, 0.2]))).toEqual([]));
});

describe("thresholds", () => {
  const costs = { falsePositive: 1, falseNegative: 3 };
  const names = ["accuracy", "f1", "recall", "precision", "mcc", "balancedAccuracy", "expectedCost", "profit"];

  it.each(names)("give %s as the rows do", (name) => {
    const metric = getMetric(name);
    fc.assert(
      fc.property(scored, (input) => {
        const steps = scoreSteps(input.label, input.prediction, input.weight);
        const curve = thresholdCurve(thresholdCounts(steps), metric, costs);
        expect(curve.length).toBe(101);
        for (const part of [0, 1, 30, 50, 70, 100]) {
          const expected = metric.prepare({ ...input, costs, threshold: part / 100 })();
          if (Number.isNaN(expected)) expect(curve[part]!.value).toBeNaN();
          else expect(curve[part]!.value).toBeCloseTo(expected, 10);
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each(names)("are chosen where %s is best", (name) => {
    const metric = getMetric(name);
    const sign = metric.direction === "maximize" ? 1 : -1;
    fc.assert(
      fc.property(scored, (rows) => {
        const input: MetricInput = { ...rows, costs };
        const { threshold, value } = chooseThreshold(input, metric);
        expect(metric.prepare({ ...input, threshold })()).toBeCloseTo(value, 10);
        for (let part = 1; part <= 100; part++) {
          const other = metric.prepare({ ...input, threshold: part / 100 - 0.005 })();
          if (!Number.isNaN(other)) expect(sign * (value - other)).toBeGreaterThan(-1e-12);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("of equally good ones the closest to one half, none and all included", () => {
    const at = (label: number[], prediction: number[], name = "accuracy"): number =>
      chooseThreshold({ label, prediction, costs }, getMetric(name)).threshold;
    expect(at([0, 1], [0.3, 0.9])).toBeCloseTo(0.6, 12);
    expect(at([0, 0], [0.3, 0.9])).toBeCloseTo(0.95, 12);
    expect(at([1, 1], [0.3, 0.9])).toBe(0);
    expect(at([0, 0], [0.3, 1])).toBeCloseTo(0.65, 12);
    expect(at([0, 0], [0.3, 1], "recall")).toBeNaN();
    expect(chooseThreshold({ label: [], prediction: [] }, getMetric("accuracy")).threshold).toBeNaN();
  });

  it("are judged on rows that did not choose them", () => {
    const validation = { label: [0, 1, 0, 1], prediction: [0.1, 0.3, 0.2, 0.9] };
    const test = { label: [0, 1, 0, 1], prediction: [0.3, 0.26, 0.1, 0.2] };
    expect(judgeThreshold(validation, test, getMetric("accuracy"))).toEqual({
      metric: "accuracy",
      threshold: 0.25,
      chosenOn: 1,
      judgedOn: 0.5,
      judgedAtHalf: 0.5,
      calledPositive: 0.5,
    });
  });

  it("only for what depends on one, of two classes", () => {
    const input = { label: [0, 1], prediction: [0.1, 0.9] };
    expect(() => chooseThreshold(input, getMetric("rocAuc"))).toThrow("rocAuc does not depend on a threshold");
    expect(() => chooseThreshold({ ...input, classes: ["a", "b", "c"] }, getMetric("f1"))).toThrow(RangeError);
  });
});
