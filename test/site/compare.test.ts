import { describe, expect, it } from "vitest";
import { getMetric } from "../../src/metrics/index.js";
import { placeNames, spreadLabels } from "../../reports/components/chart.js";
import { ComparePage } from "../../reports/components/ComparePage.js";
import { leadSentence } from "../../reports/components/leadSentence.js";
import { sortRuns } from "../../reports/components/LeaderboardTable.js";
import { reading } from "../../reports/components/quantities.js";
import { chosenRuns } from "../../reports/components/RunPicker.js";
import { drawn, interval, nothingMore, runOf } from "./documents.js";

const mae = reading(getMetric("mae"), "minutes");
const runs = [runOf("Ridge", 11.8, { runId: "r1", isChampion: true }), runOf("Boosted trees", 11.64, { runId: "r2", isChallenger: true }), runOf("Broken", Number.NaN)]; // prettier-ignore
const board = { rows: { evidence: "test", n: 55_628, units: 61, unit: "days", from: null, to: null }, metrics: [mae], primaryMetric: "mae", runs } as const; // prettier-ignore
const paired = (lower: number) => [
  { champion: "r1", challenger: "r2", gains: { mae: [lower, 0.47] as [number, number] } },
];

describe("the leader board", () => {
  it("puts the best first, runs without the metric last, whichever way it is sorted", () => {
    expect(sortRuns(runs, mae, "metric").map(({ title }) => title)).toEqual(["Boosted trees", "Ridge", "Broken"]);
    expect(sortRuns(runs, mae, "-metric").map(({ title }) => title)).toEqual(["Ridge", "Boosted trees", "Broken"]);
  });

  it("lets the largest value lead where more is better", () => {
    const r2 = reading(getMetric("r2"), "");
    const two = [runOf("low", 1, { metrics: { r2: interval(0.2, 0.1, 0.3) } }), runOf("high", 1, { metrics: { r2: interval(0.8, 0.7, 0.9) } })]; // prettier-ignore
    expect(sortRuns(two, r2, "metric")[0]!.title).toBe("high");
  });
});

describe("who leads", () => {
  it("claims a lead only where the paired interval lies above zero", () => {
    expect(leadSentence({ ...board, ...nothingMore, metrics: [mae], runs, paired: paired(-0.1) }, mae)).toBe(
      "Boosted trees lead ridge by 0.16 minutes, but 61 days cannot tell them apart",
    );
    expect(leadSentence({ ...board, ...nothingMore, metrics: [mae], runs, paired: paired(0.02) }, mae)).toContain(
      "and 61 days show it",
    );
    expect(leadSentence({ ...board, ...nothingMore, metrics: [mae], runs, paired: [] }, mae)).toBe(
      "Boosted trees lead ridge by 0.16 minutes",
    );
  });
});

describe("the page", () => {
  it("draws every run with its interval and its role", () => {
    const page = drawn(() => ComparePage({ ...board, ...nothingMore, metrics: [mae], runs, paired: paired(-0.1) }, { id: "f", title: "F", rows: "flights", targetUnit: "minutes", task: "regression", target: "", positive: "" })); // prettier-ignore
    expect(page.querySelectorAll("tbody tr").length).toBe(3);
    expect(page.querySelectorAll("tbody .interval-mark").length).toBe(2);
    expect(page.querySelector(".role.champion")!.textContent).toBe("champion");
    expect(page.textContent).not.toMatch(/NaN|undefined/);
  });
});

describe("choosing runs", () => {
  it("draws those that the address names, else champion and challenger among the first four", () => {
    const many = [...Array.from({ length: 6 }, (_, i) => runOf(`run${i}`, i)), runs[0]!, runs[1]!];
    expect(chosenRuns(many, "run3,run5,unknown").map(({ name }) => name)).toEqual(["run3", "run5"]);
    expect(chosenRuns(many, "").map(({ name }) => name)).toEqual(["run0", "run1", "Ridge", "Boosted trees"]);
  });
});

describe("labels at the ends of lines", () => {
  it("keeps them apart", () => {
    const placed = spreadLabels([{ y: 10 }, { y: 11 }, { y: 12 }, { y: 80 }], 15);
    for (let i = 1; i < placed.length; i++)
      expect(placed[i]!.labelY - placed[i - 1]!.labelY).toBeGreaterThanOrEqual(15);
  });
});

describe("names beside dots", () => {
  it("cover no other dot and no other name where there is room", () => {
    const dots = [
      { x: 300, y: 100, low: 115, high: 85, text: "Logistic ridge" },
      { x: 320, y: 102, low: 117, high: 87, text: "Multilayer perceptron" },
      { x: 100, y: 100, low: 110, high: 90, text: "Class prior" },
    ];
    const boxes = placeNames(dots, [50, 24, 500, 250]).map(({ dx, dy, anchor }, i) => {
      const wide = dots[i]!.text.length * 6.6;
      const left = dots[i]!.x + dx - (anchor === "start" ? 0 : anchor === "end" ? wide : wide / 2);
      return [left, dots[i]!.y + dy - 6, left + wide, dots[i]!.y + dy + 6] as const;
    });
    for (const [i, a] of boxes.entries()) {
      expect(a[0]).toBeGreaterThanOrEqual(50);
      expect(a[2]).toBeLessThanOrEqual(500);
      for (const [j, b] of boxes.entries())
        if (i !== j) expect(a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3]).toBe(true);
      for (const { x, y } of dots) expect(x - 5 >= a[2] || x + 5 <= a[0] || y - 5 >= a[3] || y + 5 <= a[1]).toBe(true);
    }
  });
});
