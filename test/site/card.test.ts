import { describe, expect, it } from "vitest";
import type { CardDocument } from "../../src/cards/types.js";
import { CardPage } from "../../reports/components/CardPage.js";
import { drawn, interval } from "./documents.js";

const project = { id: "f", title: "F", rows: "flights", targetUnit: "minutes", task: "regression", target: "", positive: "" } as const; // prettier-ignore

const card: CardDocument = {
  schemaVersion: 1,
  assayVersion: "0.1.0",
  warnings: [],
  runId: "r1",
  project: "f",
  buildId: "b",
  details: {
    name: "ridge", title: "Ridge", family: "linear", learner: "ridge", description: "", task: "regression",
    question: "How late?", trainedAt: "2026-01-01T00:00:00Z", isChampion: true, isChallenger: false, modelBytes: 8200,
  }, // prettier-ignore
  intendedUse: { text: null, missing: true },
  factors: [{ column: "carrier", protected: false, values: ["Delta"] }],
  data: { sha256: "aa", rows: 10, splits: [{ name: "train", rows: 6, from: "2013-01-01", to: "2013-07-01" }] },
  training: { seconds: 1.2, rows: 6, backend: "typescript", backendNotes: [], curves: [] },
  metrics: [
    { name: "mae", split: "test", segment: null, value: interval(11.8, 11.2, 12.4) },
    { name: "mae", split: "test", segment: { column: "carrier", value: "<i>Delta</i>" }, value: interval(13, 12, 14) },
  ],
  importance: [{ feature: "departure_delay", value: 0.5, lower: null, upper: null, method: "coefficient" }],
  hyperparameters: [{ name: "penalty", value: "1", effect: null }],
  plainWords: [{ text: "It leans most on departure delay.", evidence: "/importance/0" }],
  limits: [{ text: "Trained on half a year.", evidence: "/data/splits/0" }],
  recommendations: [{ text: "Look at Delta first.", evidence: "/metrics/1/value" }],
  fairness: [],
  robustness: [],
  usage: { typescript: "const model = 1;", cli: "npx assay card r1", page: "/f/cards/r1" },
  provenance: { dataSha256: "aa", codeSha256: "bb", seed: 1, backend: "typescript", versions: {}, gitCommit: null },
};

describe("a model card", () => {
  const page = drawn(() => CardPage(card, project, "card.json"));

  it("shows what is missing as missing", () => expect(page.querySelector(".missing")!.textContent).toMatch(/^Missing/));

  it("leads every sentence to the number that it rests on", () => {
    const links = [...page.querySelectorAll(".claims a")].map((link) => link.getAttribute("href")!);
    expect(links).toEqual(["#importance-0", "#data-splits-0", "#metrics-1"]);
    for (const link of links) expect(page.querySelector(`[id="${link.slice(1)}"]`), link).not.toBeNull();
  });

  it("shows the metric with its interval, rows and units", () => {
    expect(page.textContent).toContain("11.8 minutes [11.2, 12.4]");
    expect(page.textContent).toContain("55,628 / 61");
  });

  it("keeps names as text and can be downloaded", () => {
    expect(page.querySelector("i")).toBeNull();
    expect(page.querySelector("a[download]")!.getAttribute("download")).toBe("ridge.json");
  });
});
