import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Project } from "../../src/projects/types.js";
import { crossValidateRuns } from "../../src/tracking/cross-validate-runs.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { listRuns } from "../../src/tracking/list-runs.js";
import { searchRuns } from "../../src/tracking/search-runs.js";
import { tinyProject, tinyWorkspace } from "./tiny-workspace.js";

const root = tinyWorkspace();
afterAll(() => rmSync(root, { recursive: true, force: true }));
const options = { root, env: {}, now: () => new Date(Date.UTC(2026, 0, 1)) };
const aliasesOf = async (): Promise<unknown> =>
  (await listRuns({ root, env: {} })).runs
    .filter(({ aliases }) => aliases.length > 0)
    .map(({ runId, aliases }) => [runId, aliases]);

describe("searchRuns", () => {
  let aliases: unknown;
  const search = { ...options, model: "linear", trials: 6, strategy: "random" } as const;
  beforeAll(async () => {
    await ensureRuns(tinyProject, options);
    aliases = await aliasesOf();
  });

  it("tracks each trial under its search, without a look at test rows, and moves no alias", async () => {
    const { parent, trials } = await searchRuns(tinyProject, search);
    expect(trials).toHaveLength(6);
    for (const { parentRunId, metrics, tags } of trials) {
      expect(parentRunId).toBe(parent.runId);
      expect(tags["mlflow.parentRunId"]).toBe(parent.runId);
      expect(metrics["first_rung_mae"]!.last).toBe(metrics["validation_mae"]!.last);
      expect(Object.keys(metrics).filter((name) => /^(test|train)_/.test(name))).toEqual([]);
    }
    const scores = trials.map(({ metrics }) => metrics["validation_mae"]!.last);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(parent.params["penalty"]).toBe(trials[0]!.params["penalty"]);
    expect(JSON.parse(parent.tags["assay.search"]!)).toEqual({
      trials: 6,
      strategy: "random",
      best: Number(trials[0]!.tags["assay.trial"]),
    });
    expect(await aliasesOf()).toEqual(aliases);
  });

  it("reads a search that is there, and a build after it trains nothing, erases nothing and takes no trial", async () => {
    const told: string[] = [];
    const onProgress = ({ stage }: { stage: string }): void => void told.push(stage);
    const { trials } = await searchRuns(tinyProject, { ...search, onProgress });
    const runs = await ensureRuns(tinyProject, { ...options, onProgress });
    expect(told).toEqual([]);
    expect(trials).toHaveLength(6);
    expect(runs.map(({ name }) => name)).toEqual(["median", "linear"]);
    expect(await aliasesOf()).toEqual(aliases);
    expect((await listRuns({ root, env: {} })).total).toBe(9);
  });

  it("refuses a model that is not there, and one with nothing to search", async () => {
    await expect(searchRuns(tinyProject, { ...search, model: "oracle" })).rejects.toMatchObject({ code: "no-model" });
    await expect(searchRuns(tinyProject, { ...search, model: "median" })).rejects.toMatchObject({ code: "no-space" });
  });
});

describe("crossValidateRuns", () => {
  it("adds mean and error to the runs, in the order of time, once", async () => {
    const before = await ensureRuns(tinyProject, options);
    const runs = await crossValidateRuns(tinyProject, { ...options, folds: 4, repeats: 1 });
    expect(runs.map(({ runId, aliases }) => [runId, aliases])).toEqual(
      before.map(({ runId, aliases }) => [runId, aliases]),
    );
    for (const { metrics, tags } of runs) {
      expect(metrics["cv_mae_mean"]!.last).toBeGreaterThan(0);
      expect(metrics["cv_mae_error"]!.last).toBeGreaterThan(0);
      expect(JSON.parse(tags["assay.crossValidation"]!)).toEqual({ folds: 4, repeats: 1, order: "time", seed: 1 });
    }
    expect(runs[1]!.metrics["cv_mae_mean"]!.last).toBeLessThan(runs[0]!.metrics["cv_mae_mean"]!.last);
    const told: string[] = [];
    await crossValidateRuns(tinyProject, {
      ...options,
      folds: 4,
      repeats: 1,
      onProgress: ({ stage }) => void told.push(stage),
    });
    expect(told).toEqual([]);
  });

  it("repeats stratified folds of a project without time, and refuses repeats in time", async () => {
    const split = { by: "hash", train: 0.6, validation: 0.2, test: 0.2 } as const;
    const shuffled: Project = {
      ...tinyProject,
      id: "tiny",
      split,
      models: tinyProject.models.slice(1),
      incumbent: "linear",
    };
    const [run] = await crossValidateRuns(shuffled, { ...options, folds: 3, repeats: 2, workers: 2 });
    expect(JSON.parse(run!.tags["assay.crossValidation"]!)).toMatchObject({ folds: 3, repeats: 2, order: "chance" });
    await expect(crossValidateRuns(tinyProject, { ...options, folds: 3, repeats: 2 })).rejects.toThrow(
      "tiny is split by time; its folds have one order",
    );
  });
});
