import { compare } from "../../src/evaluation/comparison.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import type { Benchmark } from "./measure.js";

export const benchmark: Benchmark = {
  name: "resampling",
  async run() {
    const rows = 100_000;
    const random = seeded(1);
    const truth = Float64Array.from({ length: rows }, () => randomNormal(random));
    const label = truth.map((value) => (random() < 1 / (1 + Math.exp(-2 * value)) ? 1 : 0));
    const [a, b] = [0.9, 0.8].map((noise) =>
      truth.map((value) => 1 / (1 + Math.exp(-2 * (value + noise * randomNormal(random))))),
    );
    const unit = Int32Array.from({ length: rows }, (_, i) => i);
    const started = performance.now();
    const ids = Array.from({ length: rows }, (_, i) => String(i));
    compare(
      {
        rows: { rows, id: ids, label, time: null, unit, units: ids, segments: [] },
        champion: { prediction: a! },
        challenger: { prediction: b! },
        onlyInChampion: 0,
        onlyInChallenger: 0,
      },
      {
        task: "classification",
        metrics: (["accuracy", "logLoss", "brier"] as const).map(getMetric),
        primaryMetric: "accuracy",
        level: 0.95,
        draws: 10_000,
        seed: 1,
        unitName: "rows",
      },
    );
    const seconds = (performance.now() - started) / 1000;
    return [
      {
        what: "two models × 100,000 rows, 10,000 resamples, McNemar",
        measured: seconds,
        budget: 3,
        unit: "s",
        note: "accuracy, log loss, Brier; the other tests come later",
      },
    ];
  },
};
