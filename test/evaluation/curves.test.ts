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
import { thin } from "../../src/evaluation/thin.js";
import { seeded } from "../../src/lib/random.js";

const fixture = JSON.parse(readFileSync(new URL("../fixtures/sklearn/curves.json", import.meta.url), "utf8")) as {
  label: number[];
  score: number[];
  roc: [number, number][];
  precisionRecall: [number, number, number][];
};
const label = Float64Array.from(fixture.label);
const score = Float64Array.from(fixture.score);

describe("curves against scikit-learn", () => {
  it("ROC", () => {
    const points = rocCurve(label, score);
    expect(points.length).toBe(fixture.roc.length);
    points.forEach((point, i) => {
      expect(point.falsePositiveRate).toBeCloseTo(fixture.roc[i]![0], 12);
      expect(point.truePositiveRate).toBeCloseTo(fixture.roc[i]![1], 12);
    });
  });
  it("precision and recall", () => {
    const expected = fixture.precisionRecall.toReversed();
    const points = precisionRecallCurve(label, score);
    expect(points.length).toBe(expected.length);
    points.forEach((point, i) => {
      expect(point.recall).toBeCloseTo(expected[i]![0], 12);
      expect(point.precision).toBeCloseTo(expected[i]![1], 12);
      expect(point.threshold).toBe(expected[i]![2]);
    });
  });
  it("one class has no ROC curve, no positive row no precision", () => {
    expect(rocCurve(Float64Array.of(1, 1), Float64Array.of(0.2, 0.4))).toEqual([]);
    expect(precisionRecallCurve(Float64Array.of(0, 0), Float64Array.of(0.2, 0.4))).toEqual([]);
  });
});

describe("thinning", () => {
  it("keeps the area under a ROC curve of 20,000 points within 0.0005, and both ends", () => {
    const random = seeded(4);
    const many = Float64Array.from({ length: 20_000 }, (_, i) => i % 2);
    const scores = many.map((value) => 0.3 * value + random());
    const points = rocCurve(many, scores);
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
    expect(calibrationBins(y, p, { level: 0.95 }).reduce((sum, { n }) => sum + n, 0)).toBe(4);
    const bins = scoreHistogram(y, p);
    expect(bins.at(-1)).toMatchObject({ negative: 1, positive: 1 });
    expect(bins[1]).toMatchObject({ lower: 0.05, negative: 0, positive: 1 });
  });
});
