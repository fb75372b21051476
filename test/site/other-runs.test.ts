import { describe, expect, it } from "vitest";
import { ComparePage } from "../../reports/components/ComparePage.js";
import { reading } from "../../reports/components/quantities.js";
import type { CompareEvidence } from "../../src/cards/evidence-types.js";
import type { SearchDocument } from "../../src/decisions/search-document.js";
import { getMetric } from "../../src/metrics/index.js";
import { drawn, interval, nothingMore, runOf } from "./documents.js";

const mae = reading(getMetric("mae"), "minutes");
const crossValidation = { folds: 5, repeats: 3, order: "chance", metrics: { mae: { mean: 11.9, error: 0.125 } } } as const; // prettier-ignore
const runs = [
  runOf("Boosted trees", 11.64, { runId: "r2", isChallenger: true, crossValidation }),
  runOf("Ridge", 11.8, { runId: "r1", isChampion: true }),
];
const rows = { evidence: "cross-fitted", n: 55_628, units: 61, unit: "days", from: null, to: null } as const;
const project = { id: "f", title: "F", rows: "flights", targetUnit: "minutes", task: "regression", target: "", positive: "" } as const; // prettier-ignore
const board: CompareEvidence = { ...nothingMore, rows, metrics: [mae], primaryMetric: "mae", runs, paired: [] };
const page = (changes: Partial<CompareEvidence>): HTMLElement =>
  drawn(() => ComparePage({ ...board, ...changes }, project));
const cellsOf = (table: Element | null): string[][] =>
  [...table!.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent!));

describe("cross-validated means", () => {
  it("stand in the leader board with their error, and a sentence says of what", () => {
    const table = page({}).querySelector("[aria-label='Leader board by MAE'], table.evidence");
    const headings = [...table!.querySelectorAll("th[scope=col]")].map((th) => th.textContent);
    const at = headings.indexOf("cross-validated");
    const column = cellsOf(table).map((cells) => cells[at]);
    expect(column).toEqual(["11.9 minutes ± 0.13 minutes", "–"]);
    expect(page({}).textContent).toContain("mean ± standard error over 5 folds, 3 times");
  });

  it("have no column where nobody asked for them", () => {
    expect(page({ runs: [runs[1]!] }).textContent).not.toMatch(/cross-validated/i);
  });
});

describe("models of other tools", () => {
  it("stand apart where only test rows can judge them, with the reason", () => {
    const foreign = runOf("from-sklearn (ONNX)", 12, { runId: "r9", family: "onnx" });
    const text = "from-sklearn (ONNX) cannot be cross-fitted";
    const onTestRows = {
      rows: { ...rows, evidence: "test", n: 1409 } as const,
      runs: [runs[1]!, foreign],
      warnings: [{ code: "test-rows-only", message: text }],
    };
    const section = page({ onTestRows }).querySelector("section[aria-labelledby='on-test-rows-only']")!;
    expect(section.querySelector(".subtitle")!.textContent).toContain(`${text}. 1,409 flights judge here`);
    const [first, second] = cellsOf(section.querySelector("table"));
    expect([first![0], second![0]]).toEqual(["Ridgechampion", "from-sklearn (ONNX)"]);
    expect(section.querySelectorAll("th button")).toHaveLength(0);
    expect(page({}).querySelector("section[aria-labelledby='on-test-rows-only']")).toBeNull();
  });
});

describe("searches", () => {
  const trial = (number: number, score: number): SearchDocument["trials"][number] => ({
    runId: `t${number}`, number, parameters: { depth: String(number) }, trainingRows: 900, score, trainingSeconds: 2,
    failure: Number.isNaN(score) ? "the loss is NaN" : null,
  }); // prettier-ignore
  const search: SearchDocument = {
    runId: "p", learner: "gradient-boosted-trees", title: "Boosted trees", strategy: "halving", metric: "mae", best: 4,
    trials: [trial(4, 11.2), ...Array.from({ length: 11 }, (_, k) => trial(k + 5, k === 0 ? Number.NaN : 12 + k))],
    effects: [{
      learner: "gradient-boosted-trees", title: "Boosted trees", parameter: "depth", metric: "mae", confounded: [],
      levels: ["2 to 4", "5 to 8"].map((value, k) => ({ value, runs: [`t${k}`], metric: 12 - k, trainingSeconds: 2 })),
      steps: [{ from: "2 to 4", to: "5 to 8", gain: interval(1, 0.8, 1.2) }],
      sentence: "5 to 8 does better than 2 to 4.",
    }],
  }; // prettier-ignore

  it("list the best trials, mark the winner, name divergence, and say what parameters do", () => {
    const section = page({ searches: [search] }).querySelector("section[aria-labelledby='searches']")!;
    expect(section.querySelector("h3")!.textContent).toBe("Boosted trees: 12 trials by successive halving");
    const table = cellsOf(section.querySelector("table[aria-label='Trials of Boosted trees']"));
    expect(table).toHaveLength(10);
    expect(table[0]![0]).toBe("4 (best)");
    expect(table[1]!.join(" ")).toContain("diverged");
    expect(section.textContent).toContain("2 more trials are in the tracking store.");
    expect(section.textContent).toContain("5 to 8 does better than 2 to 4.");
  });
});
