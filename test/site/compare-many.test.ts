import { describe, expect, it } from "vitest";
import type { CompareEvidence } from "../../src/cards/evidence-types.js";
import type { ConfidenceSet, HyperparameterEffect, Optimism } from "../../src/evaluation/many-types.js";
import { getMetric } from "../../src/metrics/index.js";
import { ComparePage } from "../../reports/components/ComparePage.js";
import { confidenceSetWords } from "../../reports/components/ConfidenceSetTable.js";
import { PairwiseMatrix } from "../../reports/components/PairwiseMatrix.js";
import { ParallelChart } from "../../reports/components/ParallelChart.js";
import { reading } from "../../reports/components/quantities.js";
import { drawn, interval, nothingMore, runOf } from "./documents.js";

const mae = reading(getMetric("mae"), "minutes");
const runs = [
  runOf("Boosted trees", 11.64, { runId: "r2", isChallenger: true }),
  runOf("Ridge", 11.8, { runId: "r1", isChampion: true }),
  runOf("Mean", 14, { runId: "r3", family: "baseline" }),
];
const project = { id: "f", title: "F", rows: "flights", targetUnit: "minutes", task: "regression", target: "", positive: "" } as const; // prettier-ignore
const set = (pValues: readonly number[]): ConfidenceSet => ({
  metric: "mae", loss: "absoluteError", level: 0.95, method: "t-max", draws: 2000, units: 61,
  models: ["r3", "r1", "r2"].map((runId, k) => ({ runId, meanLoss: 14 - k, pValue: pValues[k]!, included: pValues[k]! > 0.05 })),
}); // prettier-ignore
const optimism: Optimism = {
  metric: "mae", runId: "r2", models: 12, naive: interval(11.64, 11, 12.2), corrected: interval(11.76, 11.1, 12.4), optimism: 0.12, draws: 2000,
}; // prettier-ignore
const effect: HyperparameterEffect = {
  learner: "gradient-boosted-trees", title: "Boosted trees", parameter: "depth", metric: "mae",
  levels: ["4", "8"].map((value, k) => ({ value, runs: [`r${k}`], metric: 12 - k, trainingSeconds: 2 })),
  steps: [{ from: "4", to: "8", gain: interval(1, 0.8, 1.2) }],
  confounded: ["learningRate"],
  sentence: "Deeper trees help up to 8.",
}; // prettier-ignore
const board: CompareEvidence = {
  ...nothingMore,
  rows: { evidence: "test", n: 55_628, units: 61, unit: "days", from: null, to: null },
  metrics: [mae], primaryMetric: "mae", runs, paired: [],
}; // prettier-ignore
const page = (changes: Partial<CompareEvidence>): HTMLElement => drawn(() => ComparePage({ ...board, ...changes }, project)); // prettier-ignore

describe("which models could be the best", () => {
  it("says whether one is left, some, or all", () => {
    expect(confidenceSetWords(set([0.001, 0.01, 1]), runs)).toBe(
      "Boosted trees is the best of 3 with 95 % confidence.",
    );
    expect(confidenceSetWords(set([0.001, 0.2, 1]), runs)).toContain("2 models of 3 cannot be told from the best");
    expect(confidenceSetWords(set([0.3, 0.4, 1]), runs)).toContain("cannot tell any of the 3 models from the best");
  });

  it("lists the likeliest first", () => {
    const rows = page({ confidenceSet: set([0.001, 0.2, 1]) }).querySelectorAll("[aria-label='Model confidence set'] tbody tr"); // prettier-ignore
    expect([...rows].map((row) => row.querySelector("a")!.textContent)).toEqual(["Boosted trees", "Ridge", "Mean"]);
    expect(rows[2]!.textContent).toContain("shown worse");
  });
});

describe("what picking the best of many flatters", () => {
  it("names the models judged, and both values", () => {
    const text = page({ optimism }).querySelector("p.evidence")!.textContent!;
    expect(text).toContain("These rows have judged 12 models");
    expect(text).toContain("would show 11.8 minutes [11.1, 12.4], 0.12 minutes less good than measured");
  });

  it("says nothing where nothing was picked", () => {
    expect(page({}).querySelector("p.evidence")!.textContent).not.toContain("have judged");
  });
});

describe("every model against every other", () => {
  const cells = [
    { champion: "r1", challenger: "r2", gain: interval(0.16, -0.1, 0.47), pValue: 0.2, adjustedPValue: 0.2 },
    { champion: "r2", challenger: "r1", gain: interval(-0.16, -0.47, 0.1), pValue: 0.2, adjustedPValue: 0.2 },
    { champion: "r3", challenger: "r2", gain: interval(2.4, 2, 2.8), pValue: 1e-9, adjustedPValue: 3e-9 },
    { champion: "r3", challenger: "gone", gain: interval(2.4, 2, 2.8), pValue: 1e-9, adjustedPValue: 3e-9 },
  ];
  const draw = (width: number) =>
    drawn(() =>
      PairwiseMatrix({ matrix: { metric: "mae", adjustment: "holm", cells }, runs, reading: mae }, { width }),
    );

  it("tells each pair once in words, the smallest p first, and leaves out runs that are gone", () => {
    expect(draw(900).getAttribute("aria-label")).toMatch(
      /over 2 pairs.*Boosted trees over Mean: \+2\.4 minutes, p < 0\.001; Boosted trees over Ridge/,
    );
  });

  it("writes figures where there is room, else signs", () => {
    expect(draw(900).textContent).toContain("+0.16");
    expect(draw(230).textContent).not.toContain("0.16");
    expect(draw(230).textContent).toContain("−");
  });
});

describe("parameters and results", () => {
  const parallel = {
    axes: [
      { name: "depth", kind: "parameter", type: "numeric" },
      { name: "loss", kind: "parameter", type: "categorical" },
      { name: "mae", kind: "metric", type: "numeric" },
    ],
    runs: [
      { runId: "r1", values: [null, "absolute", 11.8] },
      { runId: "r2", values: [6, "squared", 11.64] },
    ],
  } as const;

  it("breaks a line where a run has no value, and names each axis with its ends", () => {
    const chart = drawn(() =>
      ParallelChart(
        {
          parallel: parallel as never,
          runs,
          chosen: new Set(["r2"]),
          titleOf: (axis) => axis,
          smallIsGood: (axis) => axis === "mae",
        },
        { width: 600 },
      ),
    );
    expect(chart.getAttribute("aria-label")).toContain("loss from absolute to squared; mae from 11.8 to 11.6");
    expect(chart.innerHTML).not.toContain("NaN");
    expect(chart.querySelectorAll("circle").length).toBe(5);
  });
});

describe("the page with many models", () => {
  it("says what a parameter does, and what else differs", () => {
    const text = page({ hyperparameters: [effect] }).textContent!;
    expect(text).toContain("Deeper trees help up to 8.");
    expect(text).toContain("These runs differ in learningRate too");
  });

  it("leads from a recommendation to the section that shows its number", () => {
    const here = page({
      confidenceSet: set([0.001, 0.2, 1]),
      recommendations: [{ text: "Choose by cost.", evidence: "/confidenceSet/models/1/pValue" }],
    });
    const link = here.querySelector<HTMLAnchorElement>(".claims a")!;
    expect(here.querySelector(link.getAttribute("href")!)!.textContent).toBe("Which could be the best");
  });

  it("draws folds and repeats with their intervals", () => {
    const mean = interval(11.7, 11.2, 12.2);
    const text = page({
      folds: [{ runId: "r1", metric: "mae", folds: [0, 1].map((fold) => ({ fold, value: 11 + fold, n: 10 })), mean }],
      repeats: [{ learner: "mlp", title: "Network", metric: "mae", runs: [1, 2].map((seed) => ({ runId: `s${seed}`, seed, value: 12 })), mean, standardDeviation: 0.1, range: 0.2, agreement: null, correlation: 0.987 }],
    }).innerHTML; // prettier-ignore
    expect(/Ridge 11.7[^"]*/.exec(text)?.[0]).toContain("Ridge 11.7 minutes [11.2, 12.2] over 2");
    expect(text).toContain("Network, 2 seeds");
    expect(text).not.toMatch(/NaN|undefined/);
  });
});
