import type { FeatureTable } from "../features/dataset.js";
import { labelsOf } from "./measure-run.js";
import { mostProbable } from "./probabilities.js";
import type { Predictions } from "./types.js";

/**
 * A model's output as one number per row: the value, the probability of the second of two classes, or of more the index
 * of the most probable, beside one column per class.
 */
export function predictionTable(table: FeatureTable, output: Float64Array, fold: Int32Array | null): Predictions {
  const { rows, target } = table;
  const classes = target.task === "classification" ? target.classes : [];
  const width = classes.length;
  const column = (index: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => output[row * width + index]!);
  const probabilities = width > 2 ? classes.map((name, index) => ({ class: name, values: column(index) })) : null;
  return {
    rows,
    id: table.id,
    label: labelsOf(table),
    prediction: probabilities ? mostProbable(probabilities, rows) : output.length === rows ? output : column(1),
    ...(probabilities ? { probabilities } : {}),
    split: table.split,
    time: table.time,
    unit: Array.from(table.unit, (unit) => table.units[unit]!),
    fold,
  };
}
