import type { FeatureTable } from "../features/dataset.js";
import { metricsFor } from "../metrics/index.js";
import type { Task } from "../projects/types.js";

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
 * None for more than two classes, and none where the rows do not define it.
 */
export function measureSplits(table: FeatureTable, prediction: Float64Array, task: Task): Record<string, number> {
  const labels = labelsOf(table);
  const measured: Record<string, number> = {};
  if (prediction.length !== table.rows) return measured;
  for (const split of measuredSplits) {
    const rows = rowsOf(table, split).filter((row) => !Number.isNaN(labels[row]!));
    if (rows.length === 0) continue;
    const input = {
      label: Float64Array.from(rows, (row) => labels[row]!),
      prediction: Float64Array.from(rows, (row) => prediction[row]!),
    };
    for (const metric of metricsFor(task)) {
      const value = metric.prepare(input)();
      if (!Number.isNaN(value)) measured[`${split}_${metric.name}`] = value;
    }
  }
  return measured;
}
