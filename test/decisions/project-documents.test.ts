import { describe, expect, it } from "vitest";
import { headline } from "../../src/decisions/headline.js";
import { projectDocuments, type LooksOfPair } from "../../src/decisions/project-documents.js";
import { projectSummary } from "../../src/decisions/summary.js";
import type { Evidence, JudgedRun } from "../../src/evaluation/evidence.js";
import { replicate } from "../../src/evaluation/replicated.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import type { Run } from "../../src/tracking/types.js";

const random = seeded(11);
const days = 61;
const perDay = 20;
const rows = days * perDay;
const unit = Int32Array.from({ length: rows }, (_, i) => Math.floor(i / perDay));
const label = Float64Array.from({ length: rows }, () => 10 * randomNormal(random));
const shifts = Float64Array.from({ length: days }, () => 3 * randomNormal(random));

const judged = (name: string, error: number, shift: number, aliases: string[] = []): JudgedRun => ({
  run: { runId: name, name, aliases, family: "trees", learner: name, params: {}, metrics: {}, tags: {}, identity: null, startedAt: "2026-01-01T00:00:00.000Z" } as unknown as Run,
  title: name,
  cost: { trainingSeconds: 1, predictionMillisecondsPer1000: 1, modelBytes: 1000 },
  trainingRows: 100,
  crossValidation: null,
  validation: {},
  history: {},
  importance: [],
  prediction: label.map((value, i) => value + error * randomNormal(random) + shift * shifts[unit[i]!]!),
  chosenThreshold: null,
  production: null,
}); // prettier-ignore

const evidence: Evidence = {
  project: "flights",
  task: "regression",
  policy: {
    name: "test",
    source: "project",
    primaryMetric: "mae",
    smallestWorthwhileGain: 0.25,
    level: 0.95,
    guardrails: [{ metric: "rmse", margin: 0.5 }],
    metrics: ["r2"],
    evidence: "test",
  },
  rows: {
    rows,
    id: Array.from(label, (_, i) => `f${i}`),
    label,
    time: Float64Array.from(unit, (day) => Date.UTC(2013, 8, 1 + day)),
    unit,
    units: Array.from({ length: days }, (_, day) => `day ${day}`),
    segments: [
      { name: "carrier", kind: "categorical", codes: Int32Array.from(label, (_, i) => i % 3), categories: ["AA", "B6", "<script>"] },
    ],
  },
  unitName: "days",
  runs: [judged("ridge", 4, 1, ["champion"]), judged("trees", 2, 0.9, ["challenger"]), judged("mean", 9, 1)],
  production: null,
}; // prettier-ignore

const first = (): LooksOfPair => ({ look: 1, modelsJudged: 3, unitsAtFirstLook: days });
const documents = (looksOf = first) =>
  projectDocuments(replicate(evidence, { seed: 1, draws: 400 }), {
    assayVersion: "0.0.0",
    targetUnit: "minutes",
    looksOf,
  });

describe("a project's documents", () => {
  const { leaderboard, champion } = documents();
  it("hold every ordered pair, the official one first", () => {
    expect(champion.pairs.length).toBe(6);
    expect(champion.official).toEqual({ champion: "ridge", challenger: "trees" });
    expect(champion.pairs[0]!.compare).toMatchObject({ champion: { runId: "ridge" }, challenger: { runId: "trees" } });
  });
  it("agree: the gain of a pair is the difference of the leader board's values", () => {
    const mae = (name: string): number => leaderboard.runs.find(({ runId }) => runId === name)!.metrics.mae!.estimate;
    for (const { compare } of champion.pairs)
      expect(compare.verdict.gain.estimate).toBeCloseTo(
        mae(compare.champion.runId!) - mae(compare.challenger.runId!),
        10,
      );
  });
  it("flip every gain where a pair is swapped", () => {
    for (const { compare } of champion.pairs) {
      const { champion: a, challenger: b } = compare;
      const swapped = champion.pairs.find(
        (pair) => pair.compare.champion.runId === b.runId && pair.compare.challenger.runId === a.runId,
      )!;
      compare.metrics.forEach(({ gain }, k) => {
        const other = swapped.compare.metrics[k]!.gain;
        expect(other.lower).toBeCloseTo(-gain.upper, 10);
        expect(other.upper).toBeCloseTo(-gain.lower, 10);
      });
    }
  });
  it("show beside the interval the naive one over rows, and the wider one corrected for three models", () => {
    const { compare, naive, corrected } = champion.pairs[0]!;
    const width = ({ lower, upper }: { lower: number; upper: number }): number => upper - lower;
    const { gain } = compare.verdict;
    expect(naive).toMatchObject({ n: rows, units: rows });
    expect(naive!.estimate).toBeCloseTo(gain.estimate, 10);
    expect(width(corrected!)).toBeGreaterThan(width(gain));
    expect(corrected!.level).toBeCloseTo(0.975, 12);
  });
  it("judge by a confidence sequence from the second look on", () => {
    const later = documents(() => ({ look: 2, modelsJudged: 2, unitsAtFirstLook: 40 })).champion.pairs[0]!;
    const { gain } = later.compare.verdict;
    const before = champion.pairs[0]!.compare.verdict.gain;
    expect(gain.method).toBe("confidence-sequence");
    expect(gain.upper - gain.lower).toBeGreaterThan(1.3 * (before.upper - before.lower));
    expect(later.corrected).toBeNull();
  });
  it("judge gates against other models by a confidence sequence too, and say that fixed limits have no such thing", () => {
    const gates = [{ gate: "performance", metric: "rmse", limit: 9, belowChampion: 0.5 }] as const;
    const gated = (look: number) =>
      projectDocuments(replicate({ ...evidence, policy: { ...evidence.policy, gates } }, { seed: 1, draws: 100 }), {
        assayVersion: "0.0.0",
        targetUnit: "minutes",
        looksOf: () => ({ look, modelsJudged: 2, unitsAtFirstLook: 40 }),
      }).champion.pairs[0]!.compare;
    const [once, again] = [gated(1), gated(2)];
    expect(again.gates.map(({ name, value }) => [name, value.method])).toEqual([
      ["root mean squared error", once.gates[0]!.value.method],
      ["root mean squared error against the champion", "confidence-sequence"],
    ]);
    expect(again.gates[0]).toEqual(once.gates[0]);
    const { lower, upper } = again.metrics.find(({ name }) => name === "rmse")!.gain;
    expect(again.gates[1]!.value).toMatchObject({ lower, upper });
    expect([once, again].map(({ warnings }) => warnings.map(({ code }) => code))).toEqual([[], ["gates-at-one-look"]]);
  });
  it("warn where the rows that judge also chose: the official pair of cross-fitted evidence, and no other", () => {
    const crossFitted = { ...evidence, policy: { ...evidence.policy, evidence: "cross-fitted" as const } };
    const { pairs } = projectDocuments(replicate(crossFitted, { seed: 1, draws: 100 }), {
      assayVersion: "0.0.0",
      targetUnit: "minutes",
      looksOf: first,
    }).champion;
    expect(pairs.map(({ compare }) => compare.warnings.map(({ code }) => code))).toEqual([
      ["selection-on-judged-rows"],
      ...Array.from({ length: 5 }, () => []),
    ]);
    expect(champion.pairs.every(({ compare }) => compare.warnings.length === 0)).toBe(true);
  });
  it("say where two models part: by day, by segment, by row", () => {
    const { disagreement } = champion.pairs[0]!;
    expect(disagreement.overTime.length).toBe(days);
    expect(disagreement.segments.map(({ value }) => value).sort()).toEqual(["<script>", "AA", "B6"]);
    expect(disagreement.examples.length).toBe(40);
    expect(disagreement.examples[0]!.gain).toBeGreaterThan(0);
    expect(disagreement.examples.at(-1)!.gain).toBeLessThan(0);
    expect(disagreement.predictions.reduce((sum, { count }) => sum + count, 0)).toBe(rows);
  });
  it("say the verdict in a sentence that can be quoted", () => {
    const words = { targetUnit: "minutes", rows: "flights" };
    expect(headline(champion.pairs[0]!.compare, words).sentence).toMatch(
      /^Promote trees: \d\.\d minutes better than ridge, and 61 days show it$/,
    );
    const summary = projectSummary(
      { id: "flights", title: "Flights", question: "How late?", rows: "flights", target: { unit: "minutes" } },
      { leaderboard, champion, drift: null },
    );
    expect(summary).toMatchObject({
      champion: { title: "ridge" },
      verdict: { decision: "promote" },
      drift: null,
      rows: { n: rows, units: days, unit: "days" },
    });
  });
});

describe("headlines", () => {
  const { compare } = documents().champion.pairs[0]!;
  const words = { targetUnit: "minutes", rows: "flights" };
  const story = (lower: number, upper: number, rule: string, more: object = {}) =>
    ({
      ...compare,
      champion: { ...compare.champion, name: "Ridge" },
      challenger: { ...compare.challenger, name: "Boosted trees" },
      verdict: {
        ...compare.verdict,
        rule,
        gain: { ...compare.verdict.gain, estimate: (lower + upper) / 2, lower, upper },
        ...more,
      },
    }) as typeof compare;
  it.each([
    [story(-0.1, 0.42, "6-unresolved"), "Boosted trees came out 0.16 minutes better, but 61 days cannot show it"],
    [story(-0.42, 0.1, "5-not-worth-it"), "Keep Ridge: the gain from Boosted trees is below 0.25 minutes"],
    [story(-0.5, -0.3, "5-not-worth-it"), "Keep Ridge: Boosted trees came out 0.40 minutes worse"],
    [
      story(-0.1, 0.1, "4-equivalent"),
      "Boosted trees and Ridge do equally well: they differ by less than 0.25 minutes",
    ],
    [
      story(0.3, 0.5, "3-open", { blocking: ["rmse"] }),
      "Boosted trees came out 0.40 minutes better, but root mean squared error is still open",
    ],
    [
      story(0.3, 0.5, "1-guardrail-worse", { blocking: ["rmse"] }),
      "Keep Ridge: Boosted trees made root mean squared error worse",
    ],
  ])("%#", (document, sentence) => {
    expect(headline(document, words).sentence).toBe(sentence);
  });
  it("the line of evidence says interval, margin, rows, units, look and models", () => {
    expect(headline(story(-0.1, 0.42, "6-unresolved"), words).evidence).toBe(
      "The gain in mean absolute error lies in [−0.10, 0.42] minutes (95 % interval, over days). A gain counts from 0.25 minutes on. 1,220 flights on 61 days. First look; these rows have judged 3 models.",
    );
  });
});
