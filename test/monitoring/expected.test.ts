import { describe, expect, it } from "vitest";
import type { Dataset } from "../../src/features/dataset.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import { expectedLoss, learnLosses } from "../../src/monitoring/expected-loss.js";
import { expectedMetric } from "../../src/monitoring/expected-metric.js";

describe("a metric expected from probabilities that are right", () => {
  const probability = [0.9, 0.2, 0.65, 0.5];
  const expected = (name: string) =>
    expectedMetric(getMetric(name), { prediction: probability, probability }, 0.95, seeded(1)).estimate;

  it("is the algebra's for means of losses", () => {
    expect(expected("accuracy")).toBeCloseTo((0.9 + 0.8 + 0.65 + 0.5) / 4, 12);
    expect(expected("brier")).toBeCloseTo((0.09 + 0.16 + 0.65 * 0.35 + 0.25) / 4, 12);
    const entropy = probability.map((p) => -p * Math.log(p) - (1 - p) * Math.log(1 - p));
    expect(expected("logLoss")).toBeCloseTo(entropy.reduce((sum, value) => sum + value, 0) / 4, 12);
    // E[TP] = Σ p over rows called positive; precision by expected counts.
    expect(expected("precision")).toBeCloseTo((0.9 + 0.65 + 0.5) / 3, 12);
  });

  it("holds the realised value in its interval at about its level, and is right on average", () => {
    for (const name of ["accuracy", "rocAuc", "logLoss"]) {
      const metric = getMetric(name);
      const random = seeded(11);
      let covered = 0;
      let gap = 0;
      const windows = 120;
      for (let window = 0; window < windows; window++) {
        const p = Float64Array.from({ length: 100 }, () => random() ** 2);
        const label = p.map((value) => Number(random() < value));
        const { estimate, lower, upper } = expectedMetric(metric, { prediction: p, probability: p }, 0.9, random);
        const realised = metric.prepare({ label, prediction: p })();
        covered += Number(lower <= realised && realised <= upper);
        gap += (realised - estimate) / windows;
      }
      expect(Math.abs(covered / windows - 0.9)).toBeLessThan(3 * Math.sqrt((0.9 * 0.1) / windows) + 0.02);
      expect(Math.abs(gap)).toBeLessThan(0.01);
    }
  }, 30_000);

  it("is no number where the rows define none", () => {
    const { estimate, lower } = expectedMetric(
      getMetric("accuracy"),
      { prediction: [], probability: [] },
      0.95,
      seeded(1),
    );
    expect([estimate, lower]).toEqual([Number.NaN, Number.NaN]);
  });
});

/** Rows by day whose error grows with x; a day's errors share a part. */
function days(count: number, size: number, spread: (x: number) => number, seed: number) {
  const random = seeded(seed);
  const rows = count * size;
  const x = Float64Array.from({ length: rows }, () => random());
  const unit = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / size));
  const shared = Float64Array.from({ length: count }, () => Math.exp(0.3 * randomNormal(random)));
  const prediction = Float64Array.from(x, (value) => 10 * value);
  const label = prediction.map((value, row) => value + spread(x[row]!) * shared[unit[row]!]! * randomNormal(random));
  const data: Dataset = { rows, columns: [{ name: "x", kind: "numeric", values: x }] };
  return { data, label, prediction, unit };
}

describe("a loss expected from what a model has shown", () => {
  it("follows rows that move to where the error is large, and covers what comes true", async () => {
    const learnt = await learnLosses(
      days(60, 100, (x) => 1 + 4 * x, 1),
      "absoluteError",
      { seed: 1, task: "test" },
    );
    let covered = 0;
    const windows = 60;
    for (let window = 0; window < windows; window++) {
      const rows = days(7, 100, (x) => 1 + 4 * x, 100 + window);
      // Only the rows with a large x come.
      const kept = Int32Array.from(rows.unit.keys()).filter(
        (row) => rows.data.columns[0]!.kind === "numeric" && rows.prediction[row]! > 6,
      );
      const at = (values: Float64Array): Float64Array => Float64Array.from(kept, (row) => values[row]!);
      const data: Dataset = {
        rows: kept.length,
        columns: [{ name: "x", kind: "numeric", values: at(rows.prediction).map((value) => value / 10) }],
      };
      const [label, prediction] = [at(rows.label), at(rows.prediction)];
      const realised = label.reduce((sum, value, row) => sum + Math.abs(value - prediction[row]!), 0) / kept.length;
      const { estimate, lower, upper } = expectedLoss(
        learnt,
        { data, prediction, units: 7 },
        { level: 0.9, root: false },
      );
      covered += Number(lower <= realised && realised <= upper);
      // Mean spread for x in (0.6, 1) is 4.2, times E|N| = 0.798 and E[shared] = 1.046; over all x it is 3.
      expect(estimate).toBeGreaterThan(3);
      expect(estimate).toBeLessThan(4);
    }
    expect(covered / windows).toBeGreaterThan(0.9 - 3 * Math.sqrt((0.9 * 0.1) / windows));
  }, 30_000);

  it("gives the root where the metric is one", async () => {
    const rows = days(30, 50, () => 2, 5);
    const learnt = await learnLosses(rows, "squaredError", { seed: 1, task: "test" });
    const { estimate, lower, upper } = expectedLoss(
      learnt,
      { data: rows.data, prediction: rows.prediction, units: 30 },
      { level: 0.95, root: true },
    );
    const rmse = Math.sqrt(
      rows.label.reduce((sum, value, row) => sum + (value - rows.prediction[row]!) ** 2, 0) / rows.label.length,
    );
    expect(Math.abs(estimate - rmse)).toBeLessThan(0.1);
    expect(lower).toBeLessThan(estimate);
    expect(upper).toBeGreaterThan(estimate);
  });
});
