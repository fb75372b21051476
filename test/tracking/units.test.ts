import { rmSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import type { Project } from "../../src/projects/types.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { tinyProject, tinyWorkspace } from "./tiny-workspace.js";

const root = tinyWorkspace();
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Rows of a kind are not independent, and there are two kinds: too few to choose a penalty by five folds. */
const project: Project = {
  ...tinyProject,
  columns: { ...tinyProject.columns, unit: { name: "kind", singular: "kind", plural: "kinds" } },
  models: [{ ...tinyProject.models[1]!, parameters: { folds: 5 } }],
  incumbent: "linear",
};

it.each([1, 2])("training knows the project's units, in %i threads at once", async (workers) => {
  const options = { root, env: {}, now: () => new Date(Date.UTC(2026, 0, 1)), workers };
  const two = { ...project, models: [...project.models, { ...project.models[0]!, name: "second", seed: 2 }] };
  await expect(ensureRuns(two, options)).rejects.toThrow("5 folds need at least 5 units; there are 2");
});
