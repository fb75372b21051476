import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AssayError } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { featuresOf } from "../models/columns.js";
import { openOnnx } from "../models/onnx/onnx.js";
import type { ModelDocument } from "../models/types.js";
import type { Project } from "../projects/types.js";
import { commonTags } from "./common-tags.js";
import { onnxLearner, readImportedModel } from "./imported-runs.js";
import { measureSplits } from "./measure-run.js";
import { newRun, writeModelArtifacts } from "./new-run.js";
import { predictionTable } from "./prediction-table.js";
import { buildTable, readFinished, type StoreOptions, withProjectStore } from "./project-store.js";
import type { TrackedRun } from "./types.js";
import { registerRuns } from "./write-registry.js";
import { writeRun } from "./write-run.js";

export interface ImportOptions extends StoreOptions {
  /** The ONNX file; `FILE.json` beside it may say what it cannot. */
  file: string;
  /** Of the run; kebab-case. */
  name: string;
}

/** What the run's card and page say. */
const notes = [
  "onnx: trained by another tool; which rows it was trained on cannot be checked",
  "onnx: only Node scores it, a page cannot",
];

/**
 * Makes an ONNX model of another tool a run of the project: checked against the feature table by name and type, scored
 * on all its rows in Node, measured and tracked as any other. It moves no alias; `assay promote` may. Its identity is
 * the model's bytes and what stands beside them, with the project's data and feature SQL.
 *
 * @throws AssayError `missing-file`, and those of `openOnnx`.
 * @example await importOnnx(project, { root, env: process.env, now: () => new Date(), file: "churn.onnx", name: "churn-sklearn" })
 */
export async function importOnnx(project: Project, options: ImportOptions): Promise<TrackedRun> {
  const { root, env, file, name, now, onProgress, signal } = options;
  const { identity, parameters, ...content } = await readImportedModel(project, { root, env }, { file, name });
  const taken = project.models.some((model) => model.name === name);
  if (taken || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new AssayError(
      taken
        ? `${project.id} has a model "${name}" of its own`
        : `--name is "${name}", expected lower-case words joined by dashes`,
      { code: "usage", hint: "give another --name" },
    );
  const runId = identity.identity.slice(0, 32);

  return await withProjectStore(project, options, async ({ store, experiment }) => {
    const present = readFinished(experiment, runId, "predictions.parquet");
    if (present) return present;
    const startedAt = now();
    const table = await buildTable(project, options);
    const { target, dataset } = table;
    const classes = target.task === "classification" ? target.classes : null;
    const model = await openOnnx(file, { features: featuresOf(dataset), task: target.task, classes });
    onProgress?.({ task: `${project.id} · ${name}`, stage: "scoring", done: 0, total: 1 });
    const clock = performance.now();
    const output = await model.predict(dataset, signal).finally(() => model.close());
    const milliseconds = performance.now() - clock;
    onProgress?.({ task: `${project.id} · ${name}`, stage: "scoring", done: 1, total: 1 });
    const own = predictionTable(table, output, null);
    const document: ModelDocument = {
      schemaVersion: 1,
      learner: onnxLearner.name,
      family: onnxLearner.family,
      task: target.task,
      classes,
      features: model.features,
      body: { file: "model.onnx", sha256: content.sha256, inputs: model.inputs },
    };
    const run = newRun(
      { project, name, title: `${name} (ONNX)`, learner: onnxLearner, identity, seed: 0, tags: await commonTags(root) },
      {
        startedAt,
        endedAt: now(),
        parameters,
        history: {},
        metrics: {
          ...measureSplits(own, project),
          prediction_milliseconds_per_1000: (milliseconds / table.rows) * 1000,
          model_bytes: content.bytes,
        },
        backend: "onnxruntime-node",
        backendNotes: notes,
        trainingRows: null,
      },
      async (folder) => {
        await writeModelArtifacts(
          folder,
          project,
          { text: toJson(document), importance: [] },
          { own, crossFitted: null },
        );
        await copyFile(file, join(folder, "model.onnx"));
        if (content.sidecar !== null) await writeFile(join(folder, "model.onnx.json"), content.sidecar);
      },
    );
    await writeRun(store, experiment, run);
    const kept = readFinished(experiment, runId, "predictions.parquet")!;
    await registerRuns({ store, project: project.id }, [kept], now().getTime());
    return kept;
  });
}
