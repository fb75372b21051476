import { copyFile, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AssayError } from "../lib/errors.js";
import { sha256, sha256Json } from "../lib/hash.js";
import { toJson } from "../lib/json.js";
import { readProjectSql } from "../features/sql-files.js";
import { projectSources } from "../features/sources.js";
import { featuresOf } from "../models/columns.js";
import { openOnnx } from "../models/onnx/onnx.js";
import type { ModelDocument } from "../models/types.js";
import type { Project } from "../projects/types.js";
import { commonTags } from "./common-tags.js";
import { identify, readBasis } from "./identity.js";
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

const onnx = { name: "onnx", family: "onnx" } as const;

/** What the run's card and page say. */
const notes = [
  "onnx: trained by another tool; which rows it was trained on cannot be checked",
  "onnx: only Node scores it, a page cannot",
];

function readBytes(file: string): { sha256: string; sidecar: string | null; bytes: number } {
  let content;
  try {
    content = readFileSync(file);
  } catch (cause) {
    throw new AssayError(`${file}: no such file`, {
      code: "missing-file",
      file,
      hint: "give the path of an ONNX model",
      cause,
    });
  }
  try {
    return { sha256: sha256(content), sidecar: readFileSync(`${file}.json`, "utf8"), bytes: content.length };
  } catch {
    return { sha256: sha256(content), sidecar: null, bytes: content.length };
  }
}

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
  const content = readBytes(file);
  const taken = project.models.some((model) => model.name === name);
  if (taken || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new AssayError(
      taken
        ? `${project.id} has a model "${name}" of its own`
        : `--name is "${name}", expected lower-case words joined by dashes`,
      { code: "usage", hint: "give another --name" },
    );
  const parameters = {
    file: content.sha256.slice(0, 16),
    ...(content.sidecar === null ? {} : { sidecar: sha256(content.sidecar).slice(0, 16) }),
  };
  const basis = await readBasis(
    project,
    root,
    await projectSources(project, { root, env }),
    await readProjectSql(project, root),
  );
  const rested = await identify(basis, { learner: onnx, parameters, seed: 0, backend: "onnxruntime-node", root });
  const identity = { ...rested, identity: sha256Json([rested.identity, content, name]) };
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
      learner: onnx.name,
      family: onnx.family,
      task: target.task,
      classes,
      features: model.features,
      body: { file: "model.onnx", sha256: content.sha256, inputs: model.inputs },
    };
    const run = newRun(
      { project, name, title: `${name} (ONNX)`, learner: onnx, identity, seed: 0, tags: await commonTags(root) },
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
