import { compare } from "../../src/evaluation/comparison.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import type { MetricName } from "../../src/metrics/metric.js";
import { bootstrapMetrics } from "../../src/stats/bootstrap.js";
import { deLongTest } from "../../src/stats/de-long.js";
import { unitDraws } from "../../src/stats/resampling.js";
import { median, type Benchmark, type Measured } from "./measure.js";

const rows = 100_000;

/** Two models of the same truth, with independent rows. */
function twoModels(task: "classification" | "regression", count: number) {
  const random = seeded(1);
  const truth = Float64Array.from({ length: count }, () => randomNormal(random));
  const classes = task === "classification";
  const label = classes ? truth.map((value) => (random() < 1 / (1 + Math.exp(-2 * value)) ? 1 : 0)) : truth;
  const predict = (value: number): number => (classes ? 1 / (1 + Math.exp(-2 * value)) : value);
  const [a, b] = [0.9, 0.8].map((noise) => truth.map((value) => predict(value + noise * randomNormal(random))));
  return { label, a: a!, b: b! };
}

async function everyTest(
  task: "classification" | "regression",
  names: readonly [MetricName, ...MetricName[]],
): Promise<Measured> {
  const { label, a, b } = twoModels(task, rows);
  const unit = Int32Array.from({ length: rows }, (_, i) => i);
  const id = Array.from({ length: rows }, (_, i) => String(i));
  const time = Float64Array.from(unit, (i) => Date.UTC(2026, 0, 1 + Math.floor(i / 1000)));
  let tests: string[] = [];
  const seconds = await median(1, () => {
    const comparison = compare(
      {
        rows: { rows, id, label, time, unit, units: id, segments: [] },
        champion: { prediction: a },
        challenger: { prediction: b },
        onlyInChampion: 0,
        onlyInChallenger: 0,
      },
      {
        task,
        metrics: names.map(getMetric),
        primaryMetric: names[0],
        level: 0.95,
        draws: 10_000,
        seed: 1,
        unitName: "rows",
      },
    );
    tests = [...new Set(comparison.tests.map(({ name }) => name))];
  });
  return {
    what: `two models × 100,000 rows, 10,000 resamples, ${task}`,
    measured: seconds,
    budget: 3,
    unit: "s",
    note: `${names.join(", ")}; ${tests.join(", ")}`,
  };
}

function deLongOfAMillion(): Promise<number> {
  const { label, a, b } = twoModels("classification", 1_000_000);
  return median(1, () => deLongTest(label, a, b));
}

/** As the flights project resamples: few units of many rows, a metric that is no sum. */
function medianByUnit(): Promise<number> {
  const { label, a } = twoModels("regression", 55_000);
  const day = Int32Array.from({ length: label.length }, (_, i) => Math.floor(i / 902));
  const draws = unitDraws({ units: 61, draws: 2000, random: seeded(1) });
  return median(1, () => bootstrapMetrics([getMetric("medianAbsoluteError")], { label, prediction: a }, day, draws));
}

export const benchmark: Benchmark = {
  name: "resampling",
  run: async () => [
    await everyTest("classification", ["accuracy", "logLoss", "brier", "rocAuc"]),
    await everyTest("regression", ["mae", "rmse", "r2", "medianAbsoluteError"]),
    { what: "DeLong's test, two models × 1,000,000 rows", measured: await deLongOfAMillion(), budget: 1.5, unit: "s" },
    { what: "median by unit, 61 days × 902 rows, 2,000 draws", measured: await medianByUnit(), budget: 0.5, unit: "s" },
  ],
};
