import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gain, getMetric, metrics, metricsFor } from "../../src/metrics/index.js";

interface Case {
  name: string;
  task: "classification" | "regression";
  label: number[];
  prediction: number[];
  threshold: number;
  weights: number[];
  plain: Record<string, number | null>;
  weighted: Record<string, number | null>;
}
const fixture = JSON.parse(readFileSync("test/fixtures/sklearn/metrics.json", "utf8")) as {
  tool: string;
  cases: Case[];
};
const all = Object.values(metrics);

function near(value: number, expected: number | null): void {
  if (expected === null) expect(value).toBeNaN();
  else expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

/** Rows with few distinct values, so that ties occur, and both classes present. */
const rowsOf = (task: Case["task"]): fc.Arbitrary<{ label: number[]; prediction: number[] }> =>
  fc
    .array(fc.tuple(fc.nat(task === "classification" ? 1 : 9), fc.nat(10)), { minLength: 4, maxLength: 40 })
    .map((rows) => ({
      label: [0, 1, ...rows.map(([label]) => label)].map((label) => (task === "classification" ? label : label + 1)),
      prediction: [0.2, 0.7, ...rows.map(([, score]) => (task === "classification" ? score / 10 : score))],
    }));

describe.each(all)("$name", (metric) => {
  const { name, task, prepare, range } = metric;
  const cases = fixture.cases.filter((item) => item.task === task);
  const arbitrary = rowsOf(task);

  it.each(cases)(`agrees with ${fixture.tool}: $name`, (item) => {
    const value = prepare(item);
    near(value(), item.plain[name]!);
    near(value(item.weights), item.weighted[name]!);
  });

  it("reads a weight of two as the row repeated, and of zero as absent", () => {
    fc.assert(
      fc.property(arbitrary, fc.infiniteStream(fc.nat(3)), ({ label, prediction }, stream) => {
        const weights = label.map(() => stream.next().value as number);
        const repeat = (values: number[]): number[] => values.flatMap((value, i) => Array(weights[i]!).fill(value));
        const value = prepare({ label: repeat(label), prediction: repeat(prediction) })();
        near(prepare({ label, prediction })(weights), Number.isNaN(value) ? null : value);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("does not depend on the order of rows or the scale of weights", () => {
    fc.assert(
      fc.property(arbitrary, ({ label, prediction }) => {
        const value = prepare({ label, prediction })();
        near(prepare({ label: label.toReversed(), prediction: prediction.toReversed() })(), value);
        near(prepare({ label, prediction })(label.map(() => 0.25)), value);
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it("stays within its range", () => {
    fc.assert(
      fc.property(arbitrary, (input) => {
        const value = prepare(input)();
        expect(value).toBeGreaterThanOrEqual(range[0] - 1e-12);
        expect(value).toBeLessThanOrEqual(range[1] + 1e-12);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it("gives perfect predictions its best value", () => {
    const label =
      task === "classification" ? Array.from({ length: 20 }, (_, i) => (i < 2 ? 1 : 0)) : [3, 1, 4, 1, 5, 9, 2, 6];
    const best = metric.signed ? 0 : range[metric.direction === "minimize" ? 0 : 1];
    expect(prepare({ label, prediction: label })()).toBeCloseTo(best, 12);
  });

  it("has no value for no rows, or for a missing prediction or label", () => {
    expect(prepare({ label: [], prediction: [] })()).toBeNaN();
    expect(prepare({ label: [0, 1, 1], prediction: [0.2, 0.9, NaN] })()).toBeNaN();
    expect(prepare({ label: [1, NaN, 2], prediction: [0.2, 0.9, 0.4] })()).toBeNaN();
    expect(prepare({ label: [0, 1], prediction: [0.2, 0.9] })([0, 0])).toBeNaN();
  });

  const fromSumsToo = metric.sums ? it : null;
  fromSumsToo?.("is the same from sums", () => {
    const { terms, fromSums } = metric.sums!;
    fc.assert(
      fc.property(arbitrary, (input) => {
        const rowTerms = terms(input);
        const width = rowTerms.length / input.label.length;
        const sums = new Float64Array(width);
        rowTerms.forEach((term, i) => (sums[i % width]! += term));
        near(fromSums(sums), prepare(input)());
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});

describe("what the data do not define", () => {
  const value = (name: string, label: number[], prediction: number[]): number =>
    getMetric(name).prepare({ label, prediction })();

  it("is NaN, never 0", () => {
    expect(value("precision", [1, 0], [0.1, 0.2])).toBeNaN();
    expect(value("recall", [0, 0], [0.1, 0.9])).toBeNaN();
    expect(value("specificity", [1, 1], [0.1, 0.9])).toBeNaN();
    expect(value("f1", [0, 0], [0.1, 0.2])).toBeNaN();
    expect(value("mcc", [1, 0], [0.1, 0.2])).toBeNaN();
    expect(value("kappa", [0, 0], [0.1, 0.2])).toBeNaN();
    for (const name of ["rocAuc", "balancedAccuracy", "averagePrecision", "lift"])
      expect(value(name, [0, 0], [0.1, 0.9])).toBeNaN();
    expect(value("calibrationError", [0, 1], [0.1, 1.2])).toBeNaN();
    expect(value("mape", [0, 1], [1, 1])).toBeNaN();
    expect(value("rmsle", [1, -0.5], [1, 1])).toBeNaN();
    expect(value("rmsle", [1, 1], [1, -0.5])).toBeNaN();
    for (const name of ["r2", "explainedVariance"]) expect(value(name, [0.1, 0.1, 0.1], [0.1, 0.2, 0.3])).toBeNaN();
  });

  it("clips a sure and wrong answer", () =>
    expect(value("logLoss", [1], [0])).toBeCloseTo(-Math.log(Number.EPSILON), 12));
});

describe("the registry", () => {
  it("has every metric under its name, by task", () => {
    for (const [name, metric] of Object.entries(metrics)) expect(metric.name).toBe(name);
    expect(metricsFor("classification").length + metricsFor("regression").length).toBe(all.length);
    expect(all).toHaveLength(24);
  });

  it("lists the names where one is unknown", () => {
    expect(() => getMetric("auc")).toThrow(/no metric "auc"; metrics are accuracy, .*rocAuc/);
    expect(() => getMetric("toString")).toThrow(RangeError);
  });

  it("turns values into gains, above 0 where the challenger is better", () => {
    expect(gain(getMetric("accuracy"), 0.5, 0.75)).toBe(0.25);
    expect(gain(getMetric("rmse"), 12, 10)).toBe(2);
    expect(gain(getMetric("bias"), -3, 1)).toBe(2);
    expect(gain(getMetric("bias"), NaN, 1)).toBeNaN();
  });
});
