import { expect, it } from "vitest";
import { card, type CardInput } from "../../src/cards/card.js";
import { cardMarkdown } from "../../src/cards/markdown.js";
import { segmentEvidence } from "../../src/cards/segments.js";
import { projects } from "../../src/projects/index.js";

const project = { ...projects.find(({ id }) => id === "telco-churn")!, intendedUse: null };
const rows = 900;
const attribute = project.protectedAttributes[0]!;
const label = Float64Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 1 : 0));
// Right for group a, wrong in half of the rows of group b; group "small" has 9 rows.
const code = (i: number): number => (i < 9 ? 2 : i % 2);
const prediction = label.map((value, i) => (code(i) === 1 && i % 4 === 1 ? 1 - value : value));
const segments = segmentEvidence(
  project,
  {
    label,
    unit: Int32Array.from(label.keys()),
    units: Array.from(label.keys(), String),
    segments: [
      {
        name: attribute,
        kind: "categorical",
        codes: Int32Array.from({ length: rows }, (_, i) => code(i)),
        categories: ["a", "b", "small <script>"],
      },
    ],
  },
  prediction,
  { level: 0.95 },
);

const estimate = { estimate: 0.83, lower: 0.8, upper: 0.86, level: 0.95, method: "bootstrap", n: rows, units: rows };
const input: CardInput = {
  project,
  run: {
    runId: "r1", name: "trees", experimentId: "1", experimentName: project.id, project: project.id, family: "trees",
    learner: "gradient-boosted-trees", status: "FINISHED", aliases: ["champion"], archived: false, parentRunId: null,
    startedAt: "2026-01-01T00:00:00.000Z", endedAt: null, durationMs: null, identity: "abc", seed: 1, backend: "typescript",
    gitCommit: null, params: { trees: "300" }, metrics: {}, tags: { "assay.versions": "{\"node\":\"20\"}" },
  }, // prettier-ignore
  board: {
    runId: "r1", name: "trees", title: "Boosted trees", family: "trees", learner: "gradient-boosted-trees", isChampion: true,
    isChallenger: false, parameters: {}, metrics: { [project.policy.primaryMetric]: estimate }, crossValidation: null, validation: {},
    cost: { trainingSeconds: 2, predictionMillisecondsPer1000: 1, modelBytes: 1000 }, trainingRows: 4000,
    backend: "typescript", seed: 1, startedAt: "2026-01-01T00:00:00.000Z", learningCurves: [],
    importance: [{ feature: "tenure", value: 0.5, method: "gain" }], classification: null, regression: null, threshold: null,
  }, // prettier-ignore
  rows: { evidence: "cross-fitted", n: rows, units: rows, unit: "customers", from: null, to: null },
  segments,
  splits: [{ name: "train", rows: 4000, from: null, to: null }],
  description: "Adds small trees.",
  warnings: [],
};

function resolve(document: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
}

it("points every sentence to something in the document", () => {
  const document = card(input);
  const claims = [...document.plainWords, ...document.limits, ...document.recommendations];
  expect(claims.length).toBeGreaterThan(6);
  for (const { evidence } of claims) expect(resolve(document, evidence), evidence).not.toBeUndefined();
});

it("says of cross-fitted evidence that it is of the recipe, and of test rows that they are of the model", () => {
  const said = (evidence: "cross-fitted" | "test"): string =>
    card({ ...input, rows: { ...input.rows, evidence } }).plainWords.find(
      ({ evidence: at }) => at === "/metrics/0/value",
    )!.text;
  expect(said("cross-fitted")).toMatch(
    /^Accuracy of the recipe on 900 customers, each judged by a model that had not seen it: 83\.0 %/,
  );
  expect(said("test")).toMatch(/^Accuracy on 900 customers that it did not learn from: 83\.0 %/);
});

it("keeps small groups with their n, and compares only groups that are large enough", () => {
  const document = card(input);
  expect(document.metrics.find(({ segment }) => segment?.value === "small <script>")!.value.n).toBe(9);
  const { difference } = document.fairness[0]!;
  expect(difference.estimate).toBeCloseTo(0.5, 1);
  expect(difference.lower).toBeGreaterThan(0.4);
  expect(document.recommendations.some(({ text }) => text.includes(attribute))).toBe(true);
});

it("says what is missing", () => {
  const document = card(input);
  expect(document.intendedUse).toEqual({ text: null, missing: true });
  expect(document.recommendations[0]!.evidence).toBe("/intendedUse/missing");
  expect(document.provenance.versions).toEqual({ node: "20" });
});

it("writes Markdown in which no value is markup", () => {
  const text = cardMarkdown(card(input));
  expect(text).toMatch(/^# Boosted trees\n/);
  expect(text).toContain("small &lt;script>");
  expect(text).not.toContain("<script>");
});
