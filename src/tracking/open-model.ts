import { openOnnx } from "../models/onnx/onnx.js";
import { fromJSON } from "../models/score.js";
import type { Model, ModelDocument } from "../models/types.js";
import type { Dataset } from "../features/dataset.js";
import { readModel } from "./artifacts.js";
import type { TrackedRun } from "./types.js";

/** A run's model, whatever scores it. */
export interface RunModel extends Pick<Model, "task" | "classes"> {
  /** What it reads, by name and kind. */
  features: ModelDocument["features"];
  /** As `Model.predict`. */
  predict(data: Dataset): Promise<Float64Array>;
  close(): Promise<void>;
}

/**
 * Opens the model of a run for scoring in Node: one of ours by its JSON, one of another tool by the ONNX runtime.
 *
 * @throws AssayError `no-artifact` where the run keeps no model, and those of `fromJSON` and `openOnnx`.
 * @example const model = await openModel(findRun(runs, "nyc-flights/champion"))
 */
export async function openModel(run: TrackedRun): Promise<RunModel> {
  const document = await readModel(run);
  if (document.family === "onnx") return await openOnnx(run.artifact("model.onnx"), document);
  const model = fromJSON(document);
  return {
    task: model.task,
    classes: model.classes,
    features: document.features,
    predict: (data) => Promise.resolve(model.predict(data)),
    close: () => Promise.resolve(),
  };
}
