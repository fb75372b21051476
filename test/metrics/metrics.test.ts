import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded } from "../../src/lib/random.js";
import {
  gain,
  getMetric,
  type Metric,
  type MetricInput,
  metrics,
  metricsFor,
  undefinedBecause,
} from "../../src/metrics/index.js";

interface Case extends MetricInput {
  name: string;
  task: Metric["task"];
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

interface Row {
  label: number;
  /** Of more than two classes one probability each. */
  scores: number[];
}

const costs = { falsePositive: 1, falseNegative: 4, truePositive: -2, trueNegative: 0 };
const places = (count: number): number[] => Array.from({ length: count }, (_, place) => place);

/** Rows as metrics read them, whatever they are. */
function inputOf(kind: Kind, rows: readonly Row[]): MetricInput {
  const label = rows.map((row) => row.label);
  if (kind === "many classes")
    return {
      label,
      prediction: rows.map(({ scores }) => scores.indexOf(Math.max(...scores))),
      classes: ["a", "b", "c"],
      probabilities: rows.flatMap(({ scores }) => scores),
    };
  const prediction = rows.map(({ scores }) => scores[0]!);
  if (kind === "two classes") return { label, prediction, costs };
  const interval = {
    lower: prediction.map((value) => value - 2),
    upper: prediction.map((value, i) => value + 1 + (i % 2)),
  };
  return { label, prediction, predictors: 1, interval };
}

type Kind = "two classes" | "many classes" | "values";

/** Rows with few distinct values, so that ties occur, and every class present. */
function rowsOf(kind: Kind): fc.Arbitrary<Row[]> {
  const k = kind === "two classes" ? 2 : kind === "many classes" ? 3 : 10;
  const score = fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 3, maxLength: 3 }).map((parts) => {
    if (kind === "values") return parts;
    const sum = parts[0]! + parts[1]! + parts[2]!;
    return kind === "two classes" ? [parts[0]! / 10] : parts.map((part) => part / sum);
  });
  const row = fc.record({ label: fc.nat(k - 1), scores: score });
  return fc.array(row, { minLength: k + 2, maxLength: 40 }).map((rows) =>
    rows.map(({ label, scores }, i) => ({
      label: i < Math.min(k, 3) ? i + Number(kind === "values") : label + Number(kind === "values"),
      scores,
    })),
  );
}

/** Metrics that take weights as counts of rows, and so depend on their sum. */
const byCount = new Set(["calibrationErrorDebiased", "adjustedR2"]);
const twoClassesOnly = new Set(["expectedCost", "profit"]);
/** What perfect predictions do not bring to the end of its range. */
const notPerfect = new Set(["brierUncertainty", "brierResolution", "expectedCost", "profit", "intervalWidth"]);

describe.each(all)("$name", (metric) => {
  const { name, task, prepare, range } = metric;
  const cases = fixture.cases.filter((item) => item.task === task);
  const kinds: Kind[] =
    task === "regression" ? ["values"] : twoClassesOnly.has(name) ? ["two classes"] : ["two classes", "many classes"];

  it.each(cases)(`agrees with ${fixture.tool}: $name`, (item) => {
    expect(item.plain).toHaveProperty(name);
    near(prepare(item)(), item.plain[name]!);
    near(prepare(item)(item.weights), item.weighted[name]!);
    near(prepare({ ...item, weight: item.weights })(), item.weighted[name]!);
  });

  describe.each(kinds)("with %s", (kind) => {
    const arbitrary = rowsOf(kind);

    it("reads a weight of two as the row repeated, and of zero as absent, whoever gives it", () => {
      fc.assert(
        fc.property(arbitrary, fc.infiniteStream(fc.nat(3)), (rows, stream) => {
          const weight = rows.map(() => stream.next().value as number);
          const input = inputOf(kind, rows);
          // Rows repeated one by one, with what belongs to each.
          const repeated = places(rows.length).flatMap((i) => Array<number>(weight[i]!).fill(i));
          const value = prepare(takeRows(input, repeated))();
          near(prepare(input)(weight), Number.isNaN(value) ? null : value);
          near(prepare({ ...input, weight })(), Number.isNaN(value) ? null : value);
          const twice = repeated.flatMap((i) => [i, i]);
          near(prepare({ ...input, weight })(rows.map(() => 2)), valueOrNull(prepare(takeRows(input, twice))()));
        }),
        { numRuns: 40, seed: 1 },
      );
    });

    it("does not depend on the order of rows or the scale of weights", () => {
      fc.assert(
        fc.property(arbitrary, (rows) => {
          const input = inputOf(kind, rows);
          const value = valueOrNull(prepare(input)());
          near(prepare(takeRows(input, places(rows.length).reverse()))(), value);
          if (!byCount.has(name)) near(prepare(input)(rows.map(() => 0.25)), value);
        }),
        { numRuns: 40, seed: 2 },
      );
    });

    it("stays within its range", () => {
      fc.assert(
        fc.property(arbitrary, (rows) => {
          const value = prepare(inputOf(kind, rows))();
          if (Number.isNaN(value)) return;
          expect(value).toBeGreaterThanOrEqual(range[0] - 1e-12);
          expect(value).toBeLessThanOrEqual(range[1] + 1e-12);
        }),
        { numRuns: 40, seed: 3 },
      );
    });

    it.runIf(metric.sums)("is the same from sums", () => {
      const { terms, fromSums } = metric.sums!;
      fc.assert(
        fc.property(arbitrary, (rows) => {
          const input = { ...inputOf(kind, rows), weight: rows.map((_, i) => 1 + (i % 3)) };
          const rowTerms = terms(input);
          const width = rowTerms.length / rows.length;
          const sums = new Float64Array(width);
          rowTerms.forEach((term, i) => (sums[i % width]! += term));
          near(fromSums(sums), valueOrNull(prepare(input)()));
        }),
        { numRuns: 40, seed: 4 },
      );
    });

    it("has no value for no rows, or for a missing prediction or label, and says why", () => {
      const [row, other, third] = [
        { label: 1, scores: [0.7, 0.2, 0.1] },
        { label: 0, scores: [0.2, 0.7, 0.1] },
        { label: 2, scores: [0.1, 0.1, 0.8] },
      ];
      const rows = kind === "two classes" ? [row, other] : [row, other, third];
      const none = inputOf(kind, []);
      expect(prepare(none)()).toBeNaN();
      expect(undefinedBecause(metric, none)).toBe("there is no row");
      const missing = inputOf(kind, [...rows, { label: Number.NaN, scores: [0.5, 0.3, 0.2] }]);
      if (name !== "intervalWidth") {
        expect(prepare(missing)()).toBeNaN();
        expect(undefinedBecause(metric, missing)).toMatch(/^in 1 row of \d \(the first is row \d\) the label or the/);
      }
      const unsaid = inputOf(kind, [...rows, { label: 1, scores: [Number.NaN, Number.NaN, Number.NaN] }]);
      expect(prepare(kind === "many classes" ? { ...unsaid, prediction: [1, 0, 2, Number.NaN] } : unsaid)()).toBeNaN();
      const weightless = { ...inputOf(kind, rows), weight: rows.map(() => 0) };
      expect(prepare(inputOf(kind, rows))(weightless.weight)).toBeNaN();
      expect(undefinedBecause(metric, weightless)).toBe("every row has the weight 0");
    });

    it.runIf(!notPerfect.has(name) && !/^(lift|cumulativeGain)(Micro|Macro|Weighted)/.test(name))(
      "gives perfect predictions its best value",
      () => {
        const sure = (label: number): Row => ({ label, scores: [0, 1, 2].map((j) => Number(j === label)) });
        const input =
          kind === "many classes"
            ? inputOf(
                kind,
                places(30).map((i) => sure(i % 3 === 0 ? 0 : i < 3 ? 1 : 2)),
              )
            : inputOf(
                kind,
                (kind === "two classes" ? places(20).map((i) => Number(i < 2)) : [3, 1, 4, 1, 5, 9, 2, 6]).map(
                  (label) => ({ label, scores: [label] }),
                ),
              );
        if (/^(lift|cumulativeGain)$/.test(name) && kind === "many classes") return;
        const best = metric.signed ? 0 : range[metric.direction === "minimize" ? 0 : 1];
        expect(prepare(input)()).toBeCloseTo(best, 12);
      },
    );
  });
});

/** The rows of an input at `index`. */
function takeRows(input: MetricInput, index: readonly number[]): MetricInput {
  const take = (values: ArrayLike<number>): number[] => index.map((i) => values[i]!);
  const { label, prediction, classes, probabilities, interval } = input;
  const k = classes?.length ?? 0;
  return {
    ...input,
    label: take(label),
    prediction: take(prediction),
    ...(probabilities ? { probabilities: index.flatMap((i) => places(k).map((j) => probabilities[i * k + j]!)) } : {}),
    ...(interval ? { interval: { lower: take(interval.lower), upper: take(interval.upper) } } : {}),
  };
}

const valueOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

describe("more than two classes", () => {
  it("two of them, counted as many, give the two-class value where the metric has no positive class", () => {
    const probability = [0.9, 0.2, 0.6, 0.4, 0.7, 0.1];
    const two: MetricInput = { label: [1, 0, 0, 1, 1, 0], prediction: probability };
    const many: MetricInput = {
      label: two.label,
      prediction: probability.map((p) => Number(p > 0.5)),
      classes: ["no", "yes"],
      probabilities: probability.flatMap((p) => [1 - p, p]),
    };
    for (const name of [
      "accuracy",
      "balancedAccuracy",
      "mcc",
      "kappa",
      "rocAuc",
      "gini",
      "logLoss",
      "brier",
      "f1Macro",
    ])
      expect(getMetric(name).prepare(many)(), name).toBeCloseTo(getMetric(name).prepare(two)(), 12);
  });

  it("an absent class leaves what needs it undefined, and says so", () => {
    const input = inputOf("many classes", [
      { label: 0, scores: [0.6, 0.3, 0.1] },
      { label: 1, scores: [0.2, 0.7, 0.1] },
    ]);
    expect(getMetric("accuracy").prepare(input)()).toBe(1);
    expect(getMetric("rocAuc").prepare(input)()).toBeNaN();
    expect(undefinedBecause(getMetric("rocAuc"), input)).toBe("no row has the class c");
    expect(getMetric("recallWeighted").prepare(input)()).toBe(1);
    expect(undefinedBecause(getMetric("expectedCost"), { ...input, costs })).toBe(
      "costs are defined for two classes, these are more",
    );
  });
});

describe("Brier's parts", () => {
  it("add up to the score", () => {
    fc.assert(
      fc.property(rowsOf("two classes"), (rows) => {
        const input = inputOf("two classes", rows);
        const of = (name: string): number => getMetric(name).prepare(input)();
        near(of("brierReliability") - of("brierResolution") + of("brierUncertainty"), of("brier"));
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});

describe("the bias of the calibration error", () => {
  it("is about 0.024 for calibrated probabilities of 1,409 rows, and gone from the debiased one", () => {
    const random = seeded(11);
    const [plain, squared]: [number[], number[]] = [[], []];
    for (let run = 0; run < 200; run++) {
      const prediction = Float64Array.from({ length: 1409 }, () => random());
      const label = prediction.map((p) => Number(random() < p));
      plain.push(getMetric("calibrationError").prepare({ label, prediction })());
      squared.push(getMetric("calibrationErrorDebiased").prepare({ label, prediction })());
    }
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(plain)).toBeGreaterThan(0.02);
    expect(mean(plain)).toBeLessThan(0.03);
    // Noise is taken for an error in about half of the runs, and then for a small one.
    expect(squared.filter((value) => value === 0).length).toBeGreaterThan(60);
    expect(mean(squared)).toBeLessThan(0.012);
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
    for (const name of ["expectedCost", "profit"]) expect(value(name, [0, 1], [0.1, 0.2])).toBeNaN();
    for (const name of ["adjustedR2", "intervalCoverage", "intervalWidth"])
      expect(value(name, [0, 1, 2], [0.1, 1.2, 2])).toBeNaN();
    expect(value("mape", [0, 1], [1, 1])).toBeNaN();
    expect(value("rmsle", [1, -0.5], [1, 1])).toBeNaN();
    expect(value("rmsle", [1, 1], [1, -0.5])).toBeNaN();
    for (const name of ["r2", "explainedVariance"]) expect(value(name, [0.1, 0.1, 0.1], [0.1, 0.2, 0.3])).toBeNaN();
  });

  it.each([
    ["mape", [0, 1, 0], [1, 1, 1], "in 2 rows of 3 (the first is row 1) the label is 0"],
    ["rmsle", [1, 1], [1, -0.5], "in 1 row of 2 (the first is row 2) the label or the prediction is below 0"],
    ["r2", [2, 2], [1, 3], "the labels do not vary"],
    ["rocAuc", [0, 0], [0.1, 0.9], "no row has the class 1"],
    ["precision", [1, 0], [0.1, 0.2], "the model gives every row the same answer"],
    ["calibrationError", [0, 1], [0.1, 1.2], "row 2 predicts 1.2, which is no probability"],
    ["calibrationErrorDebiased", [0, 1], [0.1, 0.9], "no bin of probabilities holds two rows"],
    ["expectedCost", [0, 1], [0.1, 0.9], "no costs are given; name those of a false positive and of a false negative in the policy"],
    ["adjustedR2", [0, 1], [0.1, 0.9], "how many columns the model reads is not known"],
    ["intervalWidth", [0, 1], [0.1, 0.9], "the model gives no interval with its predictions"],
    ["accuracy", [0, 1], [0.1, 0.9], null],
  ] as const)("says why %s has no value", (name, label, prediction, why) =>
    expect(undefinedBecause(getMetric(name), { label, prediction })).toBe(why),
  ); // prettier-ignore

  it("says that too few rows are left for the columns", () =>
    expect(undefinedBecause(getMetric("adjustedR2"), { label: [0, 1], prediction: [0, 1], predictors: 3 })).toBe(
      "3 columns leave no row over of 2",
    ));

  it("clips a sure and wrong answer", () =>
    expect(value("logLoss", [1], [0])).toBeCloseTo(-Math.log(Number.EPSILON), 12));
});

describe("the registry", () => {
  it("has every metric under its name, by task", () => {
    for (const [name, metric] of Object.entries(metrics)) expect(metric.name).toBe(name);
    expect(metricsFor("classification").length + metricsFor("regression").length).toBe(25);
    expect(all).toHaveLength(25 + 14 + 3 * 13);
  });

  it("says of each what is computed, and by whose convention", () => {
    for (const { name, formula, convention, title } of all)
      for (const text of [formula, convention, title]) expect(text.length, name).toBeGreaterThan(1);
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
