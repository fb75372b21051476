import { readFileSync } from "node:fs";
import { projectSources } from "../features/sources.js";
import { readProjectSql } from "../features/sql-files.js";
import { AssayError } from "../lib/errors.js";
import { sha256, sha256Json } from "../lib/hash.js";
import type { Parameters } from "../models/types.js";
import type { Project } from "../projects/types.js";
import { identify, readBasis, type Identity } from "./identity.js";
import { listRuns } from "./list-runs.js";
import type { Workspace } from "./location.js";
import type { TrackedRun } from "./types.js";

/** The learner of a run that another tool trained. */
export const onnxLearner = { name: "onnx", family: "onnx" } as const;

/** A model of another tool with what its run rests on. */
export interface ImportedModel {
  sha256: string;
  bytes: number;
  /** What stands beside the model in `FILE.json`; null where nothing does. */
  sidecar: string | null;
  parameters: Parameters;
  identity: Identity;
}

function readModelFile(file: string): Pick<ImportedModel, "sha256" | "bytes" | "sidecar"> {
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
 * Reads an ONNX file with its identity: the model's bytes and what stands beside them, the project's data and its
 * feature SQL.
 *
 * @throws AssayError `missing-file`.
 */
export async function readImportedModel(
  project: Project,
  { root, env }: Workspace,
  { file, name }: { file: string; name: string },
): Promise<ImportedModel> {
  const content = readModelFile(file);
  const parameters = {
    file: content.sha256.slice(0, 16),
    ...(content.sidecar === null ? {} : { sidecar: sha256(content.sidecar).slice(0, 16) }),
  };
  const sources = await projectSources(project, { root, env });
  const basis = await readBasis(project, root, sources, await readProjectSql(project, root));
  const rested = await identify(basis, {
    learner: onnxLearner,
    parameters,
    seed: 0,
    backend: "onnxruntime-node",
    root,
  });
  return { ...content, parameters, identity: { ...rested, identity: sha256Json([rested.identity, content, name]) } };
}

/** Whether a run of another tool's model was scored on today's data, by today's SQL and code. */
export async function isCurrentImport(project: Project, run: TrackedRun, workspace: Workspace): Promise<boolean> {
  if (run.family !== onnxLearner.family || run.status !== "FINISHED") return false;
  try {
    const { name } = run;
    const { identity } = await readImportedModel(project, workspace, { file: run.artifact("model.onnx"), name });
    return identity.identity === run.identity;
  } catch {
    return false;
  }
}

/**
 * The runs of a project that other tools trained, as far as they were scored on today's data: of each name the newest.
 *
 * @example await importedRuns(project, { root, env: process.env })
 */
export async function importedRuns(project: Project, workspace: Workspace): Promise<TrackedRun[]> {
  const { runs } = await listRuns({ ...workspace, project: project.id });
  const found: TrackedRun[] = [];
  for (const run of runs) {
    if (found.some(({ name }) => name === run.name)) continue;
    if (await isCurrentImport(project, run, workspace)) found.push(run);
  }
  return found;
}
