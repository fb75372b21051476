import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pairDocument } from "../../src/decisions/champion-document.js";
import { whatIfCostCurve, whatIfMetrics, whatIfVerdict } from "../../src/decisions/what-if.js";
import { compare } from "../../src/evaluation/comparison.js";
import type { Evidence } from "../../src/evaluation/evidence.js";
import { measureModels } from "../../src/evaluation/measure-models.js";
import { gainBetween, pairwiseMatrix } from "../../src/evaluation/pairwise.js";
import { policyMetrics } from "../../src/evaluation/replicated.js";
import { whatIfData } from "../../src/evaluation/what-if-data.js";
import type { Run } from "../../src/tracking/types.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { assay, median, timeProcess, withTemporaryFolder, type Benchmark } from "./measure.js";

/** Two classifiers on the same made-up rows, as CSV. */
export function writePredictionFiles(folder: string, rows: number): [string, string] {
  const random = seeded(1);
  const lines: [string[], string[]] = [["id,label,prediction"], ["id,label,prediction"]];
  for (let i = 0; i < rows; i++) {
    const truth = randomNormal(random);
    const label = random() < 1 / (1 + Math.exp(-2 * truth)) ? 1 : 0;
    for (const [model, noise] of [0.9, 0.8].entries())
      lines[model]!.push(
        `${i},${label},${(1 / (1 + Math.exp(-2 * (truth + noise * randomNormal(random))))).toFixed(6)}`,
      );
  }
  const paths: [string, string] = [join(folder, "a.csv"), join(folder, "b.csv")];
  for (const [model, path] of paths.entries()) writeFileSync(path, `${lines[model]!.join("\n")}\n`);
  return paths;
}

/** Twenty runs of one project on the same rows, measured without resampling. */
function twentyRuns(rows: number): Evidence {
  const random = seeded(2);
  const truth = Float64Array.from({ length: rows }, () => randomNormal(random));
  const label = truth.map((value) => Number(random() < 1 / (1 + Math.exp(-2 * value))));
  const unit = Int32Array.from({ length: rows }, (_, row) => row);
  const id = Array.from(unit, String);
  return {
    project: "made-up",
    task: "classification",
    policy: {
      name: "bench",
      source: "project",
      primaryMetric: "accuracy",
      smallestWorthwhileGain: 0.01,
      level: 0.95,
      guardrails: [{ metric: "rocAuc", margin: 0.01 }],
      metrics: ["logLoss", "brier", "recall", "precision", "f1", "mcc"],
      evidence: "test",
    },
    rows: { rows, id, label, time: null, unit, units: id, segments: [] },
    unitName: "rows",
    runs: Array.from({ length: 20 }, (_, model) => ({
      run: { runId: `r${model}`, name: `r${model}`, aliases: [], params: {} } as unknown as Run,
      title: `r${model}`,
      cost: { trainingSeconds: 1, predictionMillisecondsPer1000: 1, modelBytes: 1 },
      trainingRows: 1,
      crossValidation: null,
      validation: {},
      history: {},
      importance: [],
      prediction: truth.map((value) => 1 / (1 + Math.exp(-2 * (value + (0.5 + model / 40) * randomNormal(random))))),
      chosenThreshold: null,
      production: null,
    })),
    production: null,
  };
}

/** Every metric's gain of every pair, and the matrix with its adjusted p-values. */
function everyPair(evidence: Evidence): number {
  const metrics = policyMetrics(evidence.policy);
  const { primaryMetric } = evidence.policy;
  const started = performance.now();
  const numbers = measureModels(evidence.runs, evidence.rows, { metrics, primaryMetric, draws: 0, seed: 1 });
  const measured = { ...evidence, metrics, numbers, seed: 1 };
  pairwiseMatrix(measured);
  for (let a = 0; a < evidence.runs.length; a++)
    for (let b = a + 1; b < evidence.runs.length; b++) metrics.forEach((_, k) => gainBetween(measured, a, b, k));
  return (performance.now() - started) / 1000;
}

/** One move of a slider on 100,000 rows: the verdict, every metric at a threshold, and the cost curve. */
function oneWhatIf(rows: number): number {
  const { rows: shared, runs, policy } = twentyRuns(rows);
  const [champion, challenger] = [runs[0]!, runs[19]!];
  const metrics = policyMetrics(policy);
  const { primaryMetric, level } = policy;
  const comparison = compare(
    { rows: shared, champion, challenger, onlyInChampion: 0, onlyInChallenger: 0 },
    { task: "classification", metrics, primaryMetric, level, draws: 200, seed: 1, unitName: "rows" },
  );
  const contender = { name: "a", runId: null, source: "a", sha256: null };
  const pair = pairDocument(
    {
      comparison,
      disagreement: { overTime: [], segments: [], predictions: [], cell: 1, examples: [] },
      whatIf: whatIfData(shared, champion, challenger, { task: "classification", metrics: comparison.metrics }),
      parameters: [],
    },
    {
      assayVersion: "0", champion: contender, challenger: contender, policy, targetUnit: "", trainOverlap: 0, look: 1,
      unitsAtFirstLook: rows, modelsJudged: 2, gates: [], costs: null, warnings: [],
    },
  ); // prettier-ignore
  const started = performance.now();
  whatIfVerdict(pair, { level: 0.9, margin: 0.02, threshold: 0.3 });
  whatIfMetrics(pair, { threshold: 0.3 });
  whatIfCostCurve(pair, { falsePositive: 1, falseNegative: 5 });
  return (performance.now() - started) / 1000;
}

export const benchmark: Benchmark = {
  name: "compare",
  run: () =>
    withTemporaryFolder(async (folder) => {
      const [a, b] = writePredictionFiles(folder, 10_000);
      const html = join(folder, "verdict.html");
      const seconds = await median(3, () => timeProcess(assay("compare", a, b, "--html", html)));
      return [
        { what: "compare A B --html, two files of 10,000 rows", measured: seconds, budget: 2, unit: "s" },
        {
          what: "20 models × 10,000 rows, all pairs without resampling",
          measured: everyPair(twentyRuns(10_000)),
          budget: 1,
          unit: "s",
        },
        { what: "one move of a what-if slider, 100,000 rows", measured: oneWhatIf(100_000), budget: 0.05, unit: "s" },
        { what: "its one file", measured: statSync(html).size / 1e3, budget: 1000, unit: "kB" },
      ];
    }),
};
