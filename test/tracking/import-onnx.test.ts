import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fromJSON } from "../../src/models/score.js";
import { openRuntime } from "../../src/models/onnx/runtime.js";
import type { Project } from "../../src/projects/types.js";
import { readModel } from "../../src/tracking/artifacts.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { importOnnx } from "../../src/tracking/import-onnx.js";
import { openModel } from "../../src/tracking/open-model.js";
import { readPredictions } from "../../src/tracking/read-predictions.js";
import { tinyProject, tinyWorkspace } from "./tiny-workspace.js";

const root = tinyWorkspace();
afterAll(() => rmSync(root, { recursive: true, force: true }));
const options = { root, env: {}, now: () => new Date(Date.UTC(2026, 0, 1)) };

/** The tiny project with the columns of the fixture's matrix. */
const project: Project = {
  ...tinyProject,
  models: tinyProject.models.slice(1),
  incumbent: "linear",
  features: [
    { name: "x", meaning: "x", type: "numeric", source: "rows.x", group: "all" },
    { name: "z", meaning: "z", type: "numeric", source: "rows.x", group: "all" },
    { name: "colour", meaning: "colour", type: "categorical", source: "rows.kind", group: "all" },
  ],
};
writeFileSync(
  join(root, "src/projects/tiny/features.sql"),
  "SELECT *, x / 2 AS z, CASE kind WHEN 'a' THEN 'red' ELSE 'blue' END AS colour FROM clean ORDER BY moment, id\n",
);
const file = join("test", "fixtures", "onnx", "matrix.onnx");

it("refuses a file that is not there, a name of the project's own, and a name that is none", async () => {
  await expect(importOnnx(project, { ...options, file: "none.onnx", name: "a" })).rejects.toThrow("none.onnx: no such file");
  await expect(importOnnx(project, { ...options, file, name: "linear" })).rejects.toThrow('tiny has a model "linear" of its own');
  await expect(importOnnx(project, { ...options, file, name: "My model" })).rejects.toThrow('--name is "My model"');
}); // prettier-ignore

it("says in a page's words that a document of an ONNX model cannot be scored", () => {
  const document = { schemaVersion: 1, learner: "onnx", features: [], body: {} };
  expect(() => fromJSON(document)).toThrow("an ONNX model is scored in Node by its own runtime");
});

const numeric = (name: string, value: number) => ({ name, kind: "numeric" as const, values: Float64Array.of(value) });

const absent = await openRuntime().then(() => null, (error: Error) => error.message); // prettier-ignore

describe.skipIf(absent)(`with the runtime${absent ? `: skipped, ${absent}` : ""}`, () => {
  it("tracks the model as a run that moves no alias, and scores it once", async () => {
    await ensureRuns(project, options);
    const run = await importOnnx(project, { ...options, file, name: "from-sklearn" });
    expect(run).toMatchObject({ family: "onnx", learner: "onnx", backend: "onnxruntime-node", aliases: [] });
    expect(run.metrics["test_mae"]!.last).toBeGreaterThan(0);
    expect(run.tags["assay.trainingRows"]).toBeUndefined();
    expect(run.tags["assay.backendNotes"]).toContain("only Node scores it, a page cannot");
    const { prediction, rows } = await readPredictions(run, "predictions");
    expect(rows).toBe(400);
    expect(prediction.every(Number.isFinite)).toBe(true);
    const model = await openModel(run);
    const data = { rows: 1, columns: [numeric("x", 2), numeric("z", 1), { name: "colour", kind: "categorical" as const, codes: Int32Array.of(0), categories: ["red"] }] }; // prettier-ignore
    expect(await model.predict(data)).toHaveLength(1);
    await model.close();
    expect((await readModel(run)).features.map(({ name }) => name)).toEqual(["z", "x", "colour"]);
    expect(readFileSync(run.artifact("model.onnx"))).toEqual(readFileSync(file));
    const again = await importOnnx(project, {
      ...options,
      file,
      name: "from-sklearn",
      onProgress: () => expect.fail(),
    });
    expect(again.runId).toBe(run.runId);
    const after = await ensureRuns(project, options);
    expect(after.map(({ name }) => name)).toEqual(["linear"]);
  });
});
