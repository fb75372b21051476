import { type Dataset, takeRows } from "../../features/dataset.js";
import { AssayError } from "../../lib/errors.js";
import type { Task } from "../../projects/types.js";
import { pause } from "../steps.js";
import type { ModelDocument } from "../types.js";
import { featuresRead, feedsOf, type InputPlan, planInputs } from "./inputs.js";
import { classColumns, planOutputs, readProbabilities, readValues } from "./outputs.js";
import { openRuntime, openSession, type OnnxTensor } from "./runtime.js";
import { readSidecar } from "./sidecar.js";

/** What a model has to fit: a project's features and target. */
export interface OnnxProblem {
  features: ModelDocument["features"];
  task: Task;
  /** In the project's order, the positive one second; null for regression. */
  classes: readonly string[] | null;
}

/** A model that only the ONNX runtime can score: in Node, never in a page. */
export interface OnnxModel extends OnnxProblem {
  inputs: InputPlan;
  /** As `Model.predict`: one value a row, or one probability a row and class, row-major in the project's order. */
  predict(data: Dataset, signal?: AbortSignal): Promise<Float64Array>;
  close(): Promise<void>;
}

/** Rows scored at once. */
const batchRows = 10_000;

const labelsOf = ({ data }: OnnxTensor): (string | number)[] =>
  Array.from(data, (label) => (typeof label === "string" ? label : Number(label)));

/**
 * Opens an ONNX model (of scikit-learn, XGBoost, PyTorch …) for a project. Inputs are filled by name: one tensor
 * [rows, 1] a feature, numbers as float32, float64, int32 or int64 and categories as string, or one float matrix whose
 * columns `FILE.json` lists: `{"features": ["age", "contract=Two year"], "classes": ["No", "Yes"]}`. Missing numbers
 * are NaN, missing categories the empty text. Of the outputs, the float tensor is the value or the probabilities (with
 * several, the one named so); labels, where the model gives them, check the order of the classes.
 *
 * @throws AssayError `no-onnxruntime`, `bad-onnx`, `bad-sidecar`, `missing-column`, `wrong-kind`, `no-sidecar`,
 * `wrong-width`, `no-output`; `predict` throws `no-probability` and `class-order`.
 * @example const model = await openOnnx("churn.onnx", { features, task: "classification", classes: ["No", "Yes"] })
 */
export async function openOnnx(file: string, problem: OnnxProblem): Promise<OnnxModel> {
  const { features, task, classes } = problem;
  const sidecar = await readSidecar(file);
  const runtime = await openRuntime();
  const session = await openSession(runtime, file);
  const inputs = planInputs(file, session.inputMetadata, features, sidecar.features);
  const outputs = planOutputs(file, session.outputMetadata, classes !== null);
  const fetches = [outputs.values, ...(outputs.label === null ? [] : [outputs.label])];

  async function predictBatch(data: Dataset): Promise<{ values: Float64Array; labels: (string | number)[] }> {
    const feeds = feedsOf(runtime, file, inputs, data);
    const result = await session.run(feeds, fetches).catch((cause: Error) => {
      throw new AssayError(`${file}: the model fails on the project's rows: ${cause.message.split("\n")[0]}`, {
        code: "bad-onnx",
        file,
        hint: "check what it does with missing values (NaN) and new categories",
        cause,
      });
    });
    const values = classes
      ? readProbabilities(file, outputs.values, result[outputs.values]!, data.rows, classes.length)
      : readValues(file, outputs.values, result[outputs.values]!, data.rows);
    return { values, labels: outputs.label === null ? [] : labelsOf(result[outputs.label]!) };
  }

  return {
    features: featuresRead(inputs),
    task,
    classes,
    inputs,
    async predict(data, signal) {
      const width = classes?.length ?? 1;
      const given = new Float64Array(data.rows * width);
      const labels: (string | number)[] = [];
      for (let from = 0; from < data.rows; from += batchRows) {
        await pause(signal);
        const count = Math.min(batchRows, data.rows - from);
        const rows = Int32Array.from({ length: count }, (_, i) => from + i);
        const batch = await predictBatch(takeRows(data, rows));
        given.set(batch.values, from * width);
        for (const label of batch.labels) labels.push(label);
      }
      if (!classes) return given;
      const columns = classColumns(file, classes, sidecar.classes, labels.length > 0 ? labels : null, given);
      return given.map((_, at) => given[at - (at % width) + columns[at % width]!]!);
    },
    close: () => session.release(),
  };
}
