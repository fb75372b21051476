import type { FeatureTable } from "../features/dataset.js";
import { metricsFor } from "../metrics/index.js";
import type { MetricInput } from "../metrics/metric.js";
import type { Project } from "../projects/types.js";
import { takeProbabilities } from "./probabilities.js";
import type { Predictions } from "./types.js";

/** The rows of a split, in order. */
export const rowsOf = ({ rows, split }: FeatureTable, name: string): Int32Array =>
  Int32Array.from({ length: rows }, (_, row) => row).filter((row) => split[row] === name);

/** Labels as numbers: the value, or the class index. */
export const labelsOf = ({ target }: FeatureTable): Float64Array =>
  target.task === "regression"
    ? target.values
    : Float64Array.from(target.codes, (code) => (code < 0 ? Number.NaN : code));

const measuredSplits = ["train", "validation", "test"] as const;

/**
 * Every metric of the task on training, validation and test rows: `train_rmse`, `validation_rmse`, `test_rmse` …
 * None where the rows do not define it.
 */
export function measureSplits(
  { label, prediction, probabilities, split, rows }: Predictions,
  { task, policy }: Pick<Project, "task" | "policy">,
): Record<string, number> {
  const measured: Record<string, number> = {};
  for (const name of measuredSplits) {
    const index = Int32Array.from({ length: rows }, (_, row) => row).filter(
      (row) => split[row] === name && !Number.isNaN(label[row]!),
    );
    if (index.length === 0) continue;
    const input: MetricInput = {
      label: Float64Array.from(index, (row) => label[row]!),
      prediction: Float64Array.from(index, (row) => prediction[row]!),
      ...(probabilities ? takeProbabilities(probabilities, index) : {}),
      ...(policy.costs ? { costs: policy.costs } : {}),
    };
    for (const metric of metricsFor(task)) {
      const value = metric.prepare(input)();
      if (!Number.isNaN(value)) measured[`${name}_${metric.name}`] = value;
    }
  }
  return measured;
}
