import { describe, expect, it } from "vitest";
import { unitInfluence } from "../../src/evaluation/influence.js";
import { leastUnits, metricInterval, proportionOf } from "../../src/evaluation/metric-interval.js";
import { seeded } from "../../src/lib/random.js";
import { getMetric, type MetricInput } from "../../src/metrics/index.js";
import { bootstrapMetric } from "../../src/stats/bootstrap.js";
import { deLongInterval } from "../../src/stats/de-long.js";
import type { Estimate } from "../../src/stats/estimate.js";
import { unitDraws } from "../../src/stats/resampling.js";
import { wilsonInterval } from "../../src/stats/wilson.js";

interface Rows {
  input: MetricInput;
  unit: Int32Array;
}

function intervalOf(name: string, { input, unit }: Rows, draws = 400): Estimate {
  const metric = getMetric(name);
  const units = new Set(unit).size;
  return metricInterval(
    metric,
    {
      bootstrap: bootstrapMetric(metric, input, unit, unitDraws({ units, draws, random: seeded(3) })),
      influence: unitInfluence(metric, input, unit, units),
      proportion: proportionOf(metric, input),
    },
    { level: 0.95, n: input.label.length, units },
  );
}

/** Two classes; `perUnit` equal rows make a unit. */
function classes(rows: number, seed = 1, perUnit = 1): Rows {
  const random = seeded(seed);
  const cases = Array.from({ length: rows / perUnit }, () => {
    const p = random();
    return { p, label: Number(random() < p) };
  });
  const row = Array.from({ length: rows }, (_, i) => cases[Math.floor(i / perUnit)]!);
  return {
    input: { label: row.map(({ label }) => label), prediction: row.map(({ p }) => p) },
    unit: Int32Array.from(row, (_, i) => Math.floor(i / perUnit)),
  };
}

const bounds = ({ lower, upper }: Estimate): number[] => [lower, upper];

describe("the interval of one metric", () => {
  const rows = classes(500);
  const { label, prediction } = rows.input;
  const count = (wanted: (y: number, said: boolean) => boolean): number =>
    Array.from(label).filter((y, i) => wanted(y, prediction[i]! >= 0.5)).length;

  it("of a share of independent rows is Wilson's, of its own rows", () => {
    const found = count((y, said) => y === 1 && said);
    expect(bounds(intervalOf("recall", rows))).toEqual(
      bounds(
        wilsonInterval(
          found,
          count((y) => y === 1),
        ),
      ),
    );
    expect(bounds(intervalOf("precision", rows))).toEqual(
      bounds(
        wilsonInterval(
          found,
          count((_, said) => said),
        ),
      ),
    );
    const left = count((y, said) => y === 0 && !said);
    expect(bounds(intervalOf("specificity", rows))).toEqual(
      bounds(
        wilsonInterval(
          left,
          count((y) => y === 0),
        ),
      ),
    );
    expect(intervalOf("accuracy", rows)).toMatchObject({
      method: "wilson",
      ...bound(wilsonInterval(found + left, 500)),
    });
  });

  it("of the area under the ROC curve is DeLong's on the logit scale, and Gini's is that on its own scale", () => {
    const area = intervalOf("rocAuc", rows);
    const expected = deLongInterval(label, prediction);
    expect(area).toMatchObject({ method: "delong-logit", n: 500, units: 500 });
    expect(area.lower).toBeCloseTo(expected.lower, 9);
    expect(area.upper).toBeCloseTo(expected.upper, 9);
    const gini = intervalOf("gini", rows);
    expect(gini.lower).toBeCloseTo(2 * area.lower - 1, 9);
    expect(gini.upper).toBeCloseTo(2 * area.upper - 1, 9);
  });

  it.each(["accuracy", "rocAuc", "logLoss", "f1", "lift"])(
    "of %s is no narrower where five equal rows are one unit",
    (name) => {
      const width = ({ lower, upper }: Estimate): number => upper - lower;
      const [single, grouped] = [intervalOf(name, classes(1500), 1500), intervalOf(name, classes(7500, 1, 5), 1500)];
      expect(grouped).toMatchObject({ n: 7500, units: 1500 });
      expect(width(grouped) / width(single)).toBeGreaterThan(0.9);
      expect(width(grouped) / width(single)).toBeLessThan(1.1);
    },
  );

  it.each([
    ["accuracy", "cluster", "bca"],
    ["rocAuc", "cluster", "cluster-logit"],
    ["logLoss", "single", "bca"],
    ["averagePrecision", "single", "percentile-no-acceleration"],
    ["lift", "single", "percentile"],
    ["calibrationError", "single", "basic-bootstrap"],
    ["kolmogorovSmirnov", "single", "basic-bootstrap"],
    ["calibrationErrorDebiased", "single", "none-no-method"],
    ["expectedCost", "single", "none-undefined"],
  ])("of %s over %s rows is by %s", (name, kind, method) =>
    expect(intervalOf(name, kind === "single" ? rows : classes(500, 2, 5)).method).toBe(method),
  );

  it("takes most of the bias out of the calibration error of calibrated models, and stays within its range", () => {
    const found = Array.from({ length: 20 }, (_, seed) => intervalOf("calibrationError", classes(1400, seed + 1), 200));
    const mean = (of: (one: Estimate) => number): number => found.reduce((sum, one) => sum + of(one), 0) / 20;
    expect(found.every(({ lower }) => lower >= 0)).toBe(true);
    expect(found.filter(({ lower }) => lower < 0.01).length).toBeGreaterThan(12);
    expect(mean(({ lower, upper }) => (lower + upper) / 2)).toBeLessThan(0.7 * mean(({ estimate }) => estimate));
  });

  it("is open where all rows are right, and says why there is none", () => {
    const perfect: Rows = {
      input: { label: [0, 1, 0, 1], prediction: [0, 1, 0, 1] },
      unit: Int32Array.of(0, 1, 2, 3),
    };
    const { lower, upper } = intervalOf("accuracy", perfect);
    expect([lower, upper]).toEqual([wilsonInterval(4, 4).lower, 1]);
    expect(lower).toBeLessThan(1);
    expect(intervalOf("rocAuc", perfect).method).toBe("none-too-few-units");
    const many = { label: rows.input.label, prediction: rows.input.label };
    expect(intervalOf("rocAuc", { input: many, unit: rows.unit }).method).toBe("none-zero-variance");
    expect(intervalOf("brier", { input: many, unit: rows.unit }).method).toBe("none-zero-variance");
    expect(intervalOf("logLoss", { input: many, unit: Int32Array.from(rows.unit, (_, i) => i % 9) })).toMatchObject({
      method: "none-too-few-units",
      lower: Number.NaN,
      upper: Number.NaN,
    });
  });

  it("of weighted rows is not taken for one of counted rows", () => {
    const weighted = { ...rows.input, weight: Array.from(label, (_, i) => 1 + (i % 2)) };
    expect(proportionOf(getMetric("accuracy"), weighted)).toBeNull();
    expect(intervalOf("accuracy", { input: weighted, unit: rows.unit }).method).toBe("bca");
  });

  it("of more than two classes: accuracy by Wilson, areas by resampling", () => {
    const k = 3;
    const random = seeded(6);
    const probabilities = Array.from(label, () => Array.from({ length: k }, () => random())).flatMap((values) =>
      values.map((value) => value / values.reduce((sum, other) => sum + other, 0)),
    );
    const input: MetricInput = {
      label: Array.from(label, (_, i) => i % k),
      prediction: Array.from(label, (_, i) => {
        const own = probabilities.slice(k * i, k * i + k);
        return own.indexOf(Math.max(...own));
      }),
      classes: ["a", "b", "c"],
      probabilities,
    };
    expect(intervalOf("accuracy", { input, unit: rows.unit }).method).toBe("wilson");
    const area = intervalOf("rocAuc", { input, unit: rows.unit });
    expect(area.method).toBe("percentile-no-acceleration");
    expect(area.lower).toBeLessThan(0.5);
    expect(area.upper).toBeGreaterThan(0.5);
  });
});

describe("coverage at the fewest units that are published", () => {
  // 300 runs: three Monte Carlo errors of 95 % are 3.8 points; the metrics' own shortfall is stated beside `leastUnits`.
  it.each([
    ["brier", leastUnits.bca * 4, 0.9],
    ["recall", 30, 0.91],
    ["rocAuc", 60, 0.91],
    ["cumulativeGain", 60, 0.91],
  ])("%s over %i rows", (name, rows, least) => {
    const truth = getMetric(name).prepare(classes(200_000, 99).input)();
    let covered = 0;
    for (let run = 0; run < 300; run++) {
      const { lower, upper } = intervalOf(name, classes(rows, 1000 + run), 300);
      covered += Number(lower <= truth && truth <= upper);
    }
    expect(covered / 300).toBeGreaterThan(least);
  });
});

function bound({ lower, upper }: Estimate): { lower: number; upper: number } {
  return { lower, upper };
}
