import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { withDatabase } from "../../src/engine/database.js";
import { openProject } from "../../src/features/open-project.js";
import { readFeatureTable } from "../../src/features/read-features.js";
import type { Project } from "../../src/projects/types.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { readLedger } from "../../src/tracking/ledger.js";
import { readPredictions } from "../../src/tracking/read-predictions.js";
import { readWindow, windowTable } from "../../src/tracking/window.js";
import { tinyProject, tinyWorkspace } from "./tiny-workspace.js";

const root = tinyWorkspace();
afterAll(() => rmSync(root, { recursive: true, force: true }));

const [median, linear] = tinyProject.models;
const project: Project = { ...tinyProject, models: [linear!, median!], incumbent: "linear" };
const options = { root, env: {}, now: () => new Date(Date.UTC(2026, 0, 1)) };

describe("readWindow", () => {
  it.each([
    ["2020-01-01", /expected FROM\.\.TO/],
    ["2020-02-01..2020-01-01", /the earlier first/],
    ["yesterday..2020-01-01", /expected FROM\.\.TO/],
    ["2020-01-01..2020-03-17", "the window ends at 2020-03-17, and the rows that judge begin at 2020-03-16"],
    ["2020-04-01..2020-05-01", "and the rows that judge begin at"],
  ])("refuses %s", (text, message) => expect(() => readWindow(text, project)).toThrow(message));

  it("refuses a project without time", () => {
    const split = { by: "hash", train: 0.6, validation: 0.2, test: 0.2 } as const;
    expect(() => readWindow("2020-01-01..2020-02-01", { ...project, split })).toThrow("tiny has no time");
  });
});

describe("windowTable", () => {
  const days = async (window: string): Promise<Record<string, string[]>> => {
    const table = await withDatabase(async (database) => {
      await openProject(database, project, { root, env: {} });
      return await readFeatureTable(database, project);
    });
    const split = windowTable(table, project, readWindow(window, project));
    const range = (rows: number[]): string[] =>
      [rows[0]!, rows.at(-1)!].map((row) => new Date(table.time![row]!).toISOString().slice(0, 10));
    const rowsOf = (name: string): number[] =>
      [...split.table.split.keys()].filter((row) => split.table.split[row] === name);
    return {
      trained: range([...split.trainingRows]),
      validation: range(rowsOf("validation")),
      test: range(rowsOf("test")),
    };
  };

  it("keeps the project's validation rows where the window ends before them", async () => {
    expect(await days("2020-02-01..2020-02-20")).toEqual({
      trained: ["2020-02-01", "2020-02-19"],
      validation: ["2020-03-01", "2020-03-15"],
      test: ["2020-03-16", "2020-03-30"],
    });
  });

  it("holds its last fifth out where it reaches into them, and never lets a judging row in", async () => {
    expect(await days("2020-01-16..2020-03-16")).toEqual({
      trained: ["2020-01-16", "2020-03-03"],
      validation: ["2020-03-04", "2020-03-15"],
      test: ["2020-03-16", "2020-03-30"],
    });
  });

  it("says where the rows are when the window holds none", async () => {
    await expect(days("2019-01-01..2019-02-01")).rejects.toMatchObject({
      code: "no-rows",
      hint: "the project's own training rows are 2020-01-01..2020-03-01",
    });
  });
});

it("tracks a run of another window as the challenger where it is better on common validation rows, and keeps it so", async () => {
  await ensureRuns(project, options);
  const window = readWindow("2020-02-01..2020-02-03", project);
  const [worse] = await ensureRuns(project, { ...options, only: ["median"], window });
  expect(worse!.aliases).toEqual([]);
  const later = readWindow("2020-01-16..2020-03-16", project);
  const [better] = await ensureRuns(project, { ...options, only: ["linear"], window: later });
  expect(better!.aliases).toEqual(["challenger"]);
  expect(better!.tags["assay.window"]).toBe("2020-01-16..2020-03-16");
  const { split } = await readPredictions(better!, "predictions");
  expect(split.filter((name) => name === "test")).toHaveLength(66);

  const runs = await ensureRuns(project, options);
  expect(runs.find(({ aliases }) => aliases.includes("challenger"))!.runId).toBe(better!.runId);
  const { entries } = await readLedger({ root, env: {} });
  expect(entries.at(-1)).toMatchObject({ event: "moved", alias: "challenger", to: { runId: better!.runId } });
  const [again] = await ensureRuns(project, { ...options, only: ["linear"], window: later });
  expect(again!.runId).toBe(better!.runId);
});
