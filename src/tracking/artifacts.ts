import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { AssayError } from "../lib/errors.js";
import type { History, Importance, ModelDocument } from "../models/types.js";
import type { Feature } from "../projects/types.js";
import { parseMetricLines } from "./metric-lines.js";
import { curvePrefix } from "./tag-names.js";
import type { TrackedRun } from "./types.js";

async function readArtifact<T>(run: TrackedRun, name: string): Promise<T> {
  let text;
  try {
    text = await readFile(run.artifact(name), "utf8");
  } catch (error) {
    throw new AssayError(`run ${run.name} (${run.runId.slice(0, 8)}) has no readable ${name}`, {
      code: "no-artifact",
      hint: "train it again with assay build, or choose another run",
      cause: error,
    });
  }
  return JSON.parse(text) as T;
}

/** The model's JSON form, for `fromJSON` of `models/`. @throws AssayError `no-artifact` where the run keeps none. */
export const readModel = (run: TrackedRun): Promise<ModelDocument> => readArtifact(run, "model.json");

/** How much each feature counts, the largest first; empty where the run keeps none. */
export const readImportance = async (run: TrackedRun): Promise<Importance[]> =>
  existsSync(run.artifact("importance.json")) ? await readArtifact(run, "importance.json") : [];

/** The features that the run was trained on; empty where the run keeps no list. */
export const readFeatures = async (run: TrackedRun): Promise<Feature[]> =>
  existsSync(run.artifact("features.json")) ? await readArtifact(run, "features.json") : [];

/** The learning curves of a run, and whatever else it measured at several steps, by name and in order of step. */
export async function readHistory(run: TrackedRun): Promise<History> {
  const names = Object.keys(run.metrics).filter((name) => run.metrics[name]!.count > 1);
  const points = await Promise.all(
    names.map(async (name) => parseMetricLines(await readFile(run.metric(name), "utf8"))),
  );
  return Object.fromEntries(
    names.map((name, i) => [
      name.startsWith(curvePrefix) ? name.slice(curvePrefix.length) : name,
      points[i]!.map(({ step, value }) => ({ step, value })).sort((a, b) => a.step - b.step),
    ]),
  );
}
