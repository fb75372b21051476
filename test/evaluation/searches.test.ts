import { describe, expect, it } from "vitest";
import { searchDocument } from "../../src/decisions/search-document.js";
import { searchesOf } from "../../src/evaluation/searches.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { drawParameters, getSearchSpace } from "../../src/models/search-space.js";
import { project } from "../../src/projects/telco-churn/project.js";
import type { TrackedRun } from "../../src/tracking/types.js";

const random = seeded(5);
const space = getSearchSpace("multilayer-perceptron");
const metric = (last: number) => ({ last, best: last, min: last, max: last, step: 0, count: 1 });

const runOf = (more: object): TrackedRun =>
  ({ learner: "multilayer-perceptron", params: {}, metrics: {}, parentRunId: null, ...more }) as unknown as TrackedRun;

/** A wider dropout costs accuracy; nothing else does anything. Later rungs flatter whoever reaches them. */
const trials = Array.from({ length: 40 }, (_, k) => {
  const params = Object.fromEntries(Object.entries(drawParameters(space, random)).map(([name, value]) => [name, String(value)])); // prettier-ignore
  const score = 0.8 - 0.1 * Number(params["dropout"]) + 0.002 * randomNormal(random);
  return runOf({
    runId: `t${k + 1}`,
    parentRunId: "p",
    params: { ...params, epochs: "5" },
    metrics: {
      first_rung_accuracy: metric(k === 0 ? 0 : score),
      validation_accuracy: metric(score + (k < 10 ? 0.5 : 0)),
      training_seconds: metric(1),
    },
    tags: { "assay.trial": String(k + 1), "assay.trainingRows": k < 10 ? "900" : "300" },
  });
});
const diverged = runOf({
  runId: "t41",
  parentRunId: "p",
  params: trials[3]!.params,
  tags: { "assay.trial": "41", "assay.trainingRows": "300", "assay.failure": "the loss is NaN at step 3" },
});
const parent = runOf({
  runId: "p",
  tags: { "assay.search": JSON.stringify({ trials: 41, strategy: "halving", best: 4 }), "assay.dataSha256": "data", "assay.title": "Multilayer perceptron, search" },
}); // prettier-ignore
const [found] = searchesOf(project, [parent, ...trials, diverged], "data");

describe("the searches of a project", () => {
  it("list their trials, those that got furthest first, then by score, diverged ones last", () => {
    expect(found).toMatchObject({ runId: "p", title: "Multilayer perceptron", strategy: "halving", best: 4 });
    expect(found!.trials).toHaveLength(41);
    const rows = found!.trials.map(({ trainingRows }) => trainingRows);
    expect(rows).toEqual([...rows].sort((a, b) => b - a));
    const scores = found!.trials.slice(0, 10).map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(found!.trials.at(-1)).toMatchObject({ number: 41, failure: "the loss is NaN at step 3", score: Number.NaN });
    expect(Object.keys(found!.trials[0]!.parameters).sort()).toEqual(Object.keys(space).sort());
  });

  it("are those of today's data", () => {
    expect(searchesOf(project, [parent, ...trials], "other data")).toEqual([]);
    expect(searchesOf(project, trials, "data")).toEqual([]);
  });

  it("tell what a parameter does from the drawn trials of the first rung, chosen ones not flattered", () => {
    const dropout = found!.effects.find(({ parameter }) => parameter === "dropout")!;
    expect(dropout.levels.map(({ runs }) => runs.length)).toEqual([13, 13, 13]);
    expect(dropout.levels.flatMap(({ runs }) => runs)).not.toContain("t1");
    expect(Math.max(...dropout.levels.map((level) => level.metric))).toBeLessThan(0.81);
    for (const { gain } of dropout.steps) {
      expect(gain.upper).toBeLessThan(0);
      expect(gain).toMatchObject({ method: "welch-over-trials", n: 26, level: 0.95 });
    }
    const rate = found!.effects.find(({ parameter }) => parameter === "learningRate")!;
    for (const { gain } of rate.steps) expect(gain.lower < 0 && gain.upper > 0).toBe(true);
    for (const { levels } of found!.effects)
      for (const { runs } of levels) expect(runs.length).toBeGreaterThanOrEqual(4);
  });

  it("says so in words", () => {
    const { effects } = searchDocument(found!, "");
    const sentence = effects.find(({ parameter }) => parameter === "dropout")!.sentence;
    expect(sentence).toMatch(/^0\.\d+ to 0\.\d+ does worse than 0\.?\d* to 0\.\d+ \(/);
  });

  it("tell nothing of parameters from a handful of trials", () => {
    expect(searchesOf(project, [parent, ...trials.slice(0, 8)], "data")[0]!.effects).toEqual([]);
  });
});
