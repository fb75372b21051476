import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaderboard } from "../../src/evaluation/leaderboard.js";
import { readEvidence } from "../../src/evaluation/read.js";
import { replicate } from "../../src/evaluation/replicated.js";
import { project } from "../../src/projects/telco-churn/project.js";
import type { Project } from "../../src/projects/types.js";
import type { Predictions, TrackedRun } from "../../src/tracking/types.js";
import { writePredictions } from "../../src/tracking/write-predictions.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-evidence-"));
  writeFileSync(join(folder, "importance.json"), "[]");
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = {
  runId: "r", name: "r", aliases: [], params: {}, tags: {}, metrics: {}, family: null, learner: null, backend: null, seed: null,
  startedAt: "2026-01-01", artifact: (name: string) => join(folder, name), metric: (name: string) => join(folder, name),
} as unknown as TrackedRun; // prettier-ignore

const rows = Array.from({ length: 90 }, (_, i) => i);
const common = {
  rows: 90,
  id: rows.map((i) => `r${i}`),
  split: rows.map((i) => (i < 30 ? "validation" : "test")),
  time: null,
  unit: rows.map((i) => `r${i}`),
  fold: null,
};

async function evidenceOf(predictions: Predictions, policy: Partial<Project["policy"]>) {
  await writePredictions(join(folder, "predictions.parquet"), predictions);
  return readEvidence({ ...project, policy: { ...project.policy, evidence: "test", ...policy } }, [run]);
}

describe("the evidence of runs", () => {
  it("holds the threshold that validation rows choose by the policy's costs, judged on test rows", async () => {
    const evidence = await evidenceOf(
      {
        ...common,
        label: Float64Array.from(rows, (i) => i % 2),
        prediction: Float64Array.from(rows, (i) => (i % 2 ? 0.3 : i % 10 === 0 ? 0.4 : 0.1)),
      },
      { primaryMetric: "rocAuc", metrics: ["accuracy"], costs: { falsePositive: 1, falseNegative: 4 } },
    );
    expect(evidence.runs[0]!.costs).toEqual({ falsePositive: 1, falseNegative: 4 });
    const [board] = leaderboard(replicate(evidence, { seed: 1, draws: 50 })).runs;
    // Between 0.1 and 0.3: every positive is found, and every fifth of the negatives costs 1.
    expect(board!.threshold).toMatchObject({
      metric: "expectedCost", threshold: 0.2, chosenOn: 0.1, judgedOn: 0.1, judgedAtHalf: 2, calledPositive: 0.6,
    }); // prettier-ignore
    expect(board!.classification!.thresholds.truePositives[30]).toBe(30);
  });

  it("holds all probabilities of more than two classes, and measures by them", async () => {
    const share = (j: number) => Float64Array.from(rows, (i) => ((i % 4 === 0 ? i + 1 : i) % 3 === j ? 0.6 : 0.2));
    const evidence = await evidenceOf(
      {
        ...common,
        label: Float64Array.from(rows, (i) => i % 3),
        prediction: Float64Array.from(rows, (i) => (i % 4 === 0 ? i + 1 : i) % 3),
        probabilities: ["a", "b", "c"].map((name, j) => ({ class: name, values: share(j) })),
      },
      { primaryMetric: "accuracy", guardrails: [], metrics: ["logLoss", "f1Weighted"] },
    );
    const [judged] = evidence.runs;
    expect(judged).toMatchObject({ classes: ["a", "b", "c"], chosenThreshold: null });
    expect(judged!.probabilities!.length).toBe(180);
    const [board] = leaderboard(replicate(evidence, { seed: 1, draws: 50 })).runs;
    expect(board!.metrics.accuracy).toMatchObject({ estimate: 0.75, method: "wilson", n: 60 });
    expect(board!.metrics.logLoss!.estimate).toBeCloseTo(-0.75 * Math.log(0.6) - 0.25 * Math.log(0.2), 10);
    expect(board!.metrics.f1Weighted!.estimate).toBeCloseTo(0.75, 1);
    expect(board!.classification).toBeNull();
  });

  it("holds what cross-validation said of a recipe, and nothing where it was not asked", async () => {
    const predictions = { ...common, label: Float64Array.from(rows, (i) => i % 2), prediction: Float64Array.from(rows, () => 0.4) }; // prettier-ignore
    expect((await evidenceOf(predictions, {})).runs[0]!.crossValidation).toBeNull();
    const validated = {
      ...run,
      tags: { "assay.crossValidation": JSON.stringify({ folds: 5, repeats: 2, order: "chance", seed: 1 }) },
      metrics: { cv_accuracy_mean: { last: 0.81 }, cv_accuracy_error: { last: 0.01 }, cv_rocAuc_mean: { last: 0.84 } },
    } as unknown as TrackedRun;
    const policy = { ...project.policy, evidence: "test" } as const;
    const evidence = await readEvidence({ ...project, policy }, [validated]);
    expect(leaderboard(replicate(evidence, { seed: 1, draws: 20 })).runs[0]!.crossValidation).toEqual({
      folds: 5,
      repeats: 2,
      order: "chance",
      metrics: { accuracy: { mean: 0.81, error: 0.01 }, rocAuc: { mean: 0.84, error: Number.NaN } },
    });
  });
});
