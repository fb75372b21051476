import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Dataset, NumericColumn } from "../../src/features/dataset.js";
import type { Project } from "../../src/projects/types.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { importOnnx } from "../../src/tracking/import-onnx.js";
import { importedRuns } from "../../src/tracking/imported-runs.js";
import { locateStore } from "../../src/tracking/location.js";
import { readRegisteredModel } from "../../src/tracking/registry.js";
import type { TrackedRun } from "../../src/tracking/types.js";
import { setAlias } from "../../src/tracking/write-registry.js";
import { tinyProject, tinyWorkspace } from "./tiny-workspace.js";

/** The runtime is an optional package; what is tested here is what becomes of the numbers that it gives. */
vi.mock("../../src/models/onnx/onnx.js", () => ({
  openOnnx: () =>
    Promise.resolve({
      features: [{ name: "x", kind: "numeric" }],
      task: "regression",
      classes: null,
      inputs: {},
      predict: ({ columns }: Dataset) => Promise.resolve((columns[0] as NumericColumn).values.map((x) => 3 * x + 2.5)),
      close: () => Promise.resolve(),
    }),
}));

const root = tinyWorkspace();
afterAll(() => rmSync(root, { recursive: true, force: true }));
const options = { root, env: {}, now: () => new Date(Date.UTC(2026, 0, 1)) };
const fixture = (name: string): string => join("test", "fixtures", "onnx", `${name}.onnx`);
const names = (runs: readonly TrackedRun[]): string[] => runs.map(({ name }) => name);

let run: TrackedRun;
beforeAll(async () => {
  await ensureRuns(tinyProject, options);
  await importOnnx(tinyProject, { ...options, file: fixture("map"), name: "foreign" });
  const now = (): Date => new Date(Date.UTC(2026, 0, 2));
  run = await importOnnx(tinyProject, { ...options, now, file: fixture("columns"), name: "foreign" });
});

it("lists the newest of each name, and moves no alias by itself", async () => {
  const found = await importedRuns(tinyProject, options);
  expect(found.map(({ runId, family }) => [runId, family])).toEqual([[run.runId, "onnx"]]);
  expect(names(await ensureRuns(tinyProject, options))).toEqual(["median", "linear"]);
});

it("leaves out a run that was scored on another reading of the data", async () => {
  const { unit: _unit, ...columns } = tinyProject.columns;
  expect(await importedRuns({ ...tinyProject, columns }, options)).toEqual([]);
});

it("keeps an alias that somebody moved to it, as long as it was scored on today's data", async () => {
  const store = locateStore(options);
  await setAlias({ store, project: "tiny" }, readRegisteredModel(store.folder, "tiny"), "champion", run.runId);
  const runs = await ensureRuns(tinyProject, options);
  expect(runs.map(({ name, aliases }) => [name, aliases])).toEqual([
    ["median", []],
    ["linear", ["challenger"]],
    ["foreign", ["champion"]],
  ]);
  const train = ["2020-01-02", "2020-03-01"] as const;
  const changed = { ...tinyProject, split: { ...tinyProject.split, train } } as Project;
  const after = await ensureRuns(changed, options);
  expect(after.map(({ name, aliases }) => [name, aliases])).toEqual([
    ["median", ["champion"]],
    ["linear", ["challenger"]],
  ]);
});
