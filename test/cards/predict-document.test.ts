import { writeFileSync } from "node:fs";
import JSZip from "jszip";
import { beforeAll, describe, expect, it } from "vitest";
import { pageModels } from "../../src/cards/page-models.js";
import type { PredictEvidence } from "../../src/cards/predict-types.js";
import { projectArchive } from "../../src/cli/project-archive.js";
import { oneRow } from "../../src/features/row-values.js";
import { fromJSON } from "../../src/models/score.js";
import { listRuns } from "../../src/tracking/list-runs.js";
import { readPredictions } from "../../src/tracking/read-predictions.js";
import type { TrackedRun } from "../../src/tracking/types.js";
import { tinyProject, tinyWorkspace } from "../tracking/tiny-workspace.js";

let files: JSZip["files"];
let evidence: PredictEvidence;
let runs: TrackedRun[];
const text = (name: string): Promise<string> => files[`${name}.json`]!.async("string");

beforeAll(async () => {
  const root = tinyWorkspace();
  const place = { root, env: {} };
  const archive = await projectArchive(tinyProject, { ...place, now: new Date("2026-01-02T00:00:00Z") });
  ({ files } = await JSZip.loadAsync(archive));
  evidence = JSON.parse(await text("predict")) as PredictEvidence;
  ({ runs } = await listRuns({ ...place, project: "tiny" }));
});

describe("the evidence behind the page predict", () => {
  it("holds each run's model as the run keeps it, champion and challenger first", async () => {
    expect(evidence.runs.map(({ name, isChampion }) => [name, isChampion])).toEqual([
      ["median", true],
      ["linear", false],
    ]);
    for (const { runId, bytes, compressedBytes } of evidence.runs) {
      const model = await text(`models/${runId}`);
      expect(model.length).toBe(bytes);
      expect(compressedBytes).toBeLessThan(bytes);
      expect(fromJSON(JSON.parse(model)).toJSON().learner).toBeTypeOf("string");
    }
  });

  it("holds test rows with every digit: the models predict what the runs recorded, bit for bit", async () => {
    expect(evidence.rows).toHaveLength(40);
    for (const [k, { runId }] of evidence.runs.entries()) {
      const model = fromJSON(JSON.parse(await text(`models/${runId}`)));
      const recorded = await readPredictions(
        runs.find((run) => run.runId === runId)!,
        "predictions",
      );
      for (const { id, values, predictions, label } of evidence.rows) {
        const row = recorded.id.indexOf(id);
        expect(recorded.split[row]).toBe("test");
        expect(label).toBe(recorded.label[row]);
        expect(predictions[k]).toEqual([recorded.prediction[row]]);
        expect(model.predict(oneRow(evidence.features, values))[0]).toBe(recorded.prediction[row]);
      }
    }
  });

  it("describes the form: ranges and categories of training rows", () => {
    const [x, kind] = evidence.features;
    expect(x).toMatchObject({ name: "x", type: "numeric", categories: null, range: { whole: false, values: null } });
    expect(x!.range!.least).toBeGreaterThanOrEqual(0);
    expect(x!.range!.most).toBeLessThan(10);
    expect(kind).toMatchObject({ name: "kind", range: null, categories: ["a", "b"], unlisted: 0 });
  });

  it("says where levels and averages come from", () => {
    expect(evidence.levels).toMatchObject({ source: "quantiles", of: "median" });
    expect(evidence.training).toMatchObject({ rows: 267, from: "2020-01-01T00:00:00.000Z" });
    expect(evidence.classes).toBeNull();
    expect(evidence.tooLarge).toEqual([]);
  });
});

describe("models in pages", () => {
  it("are left out where they are too large or have no JSON, the champion's last of all", () => {
    const [run] = runs;
    const large = tinyWorkspace();
    const at = (name: string, bytes: number, aliases: string[] = []): TrackedRun => {
      const path = `${large}/${name}.json`;
      if (bytes > 0) writeFileSync(path, " ".repeat(bytes));
      return { ...run!, name, aliases, artifact: () => path };
    };
    const models = pageModels([
      at("first", 5e6),
      at("huge", 7e6),
      at("second", 5e6),
      at("none", 0),
      at("champion", 4e6, ["champion"]),
      { ...at("onnx", 10), family: "onnx" },
    ]);
    expect(models.map(({ run: { name }, fits }) => [name, fits])).toEqual([
      ["champion", true],
      ["first", true],
      ["huge", false],
      ["second", false],
    ]);
  });
});
