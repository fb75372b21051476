import type { FeatureTable } from "../features/dataset.js";
import { labelsOf } from "./measure-run.js";
import type { Predictions } from "./types.js";

/**
 * A model's output as one number per row: the value, or the probability of the second of two classes. With more classes
 * the output stays as it is, one column per class.
 */
export function predictionTable(table: FeatureTable, output: Float64Array, fold: Int32Array | null): Predictions {
  const { rows, target } = table;
  const classes = target.task === "classification" ? target.classes : [];
  const width = classes.length;
  const column = (index: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => output[row * width + index]!);
  return {
    rows,
    id: table.id,
    label: labelsOf(table),
    prediction: width === 0 || output.length === rows ? output : column(1),
    ...(width > 2 ? { probabilities: classes.map((name, index) => ({ class: name, values: column(index) })) } : {}),
    split: table.split,
    time: table.time,
    unit: Array.from(table.unit, (unit) => table.units[unit]!),
    fold,
  };
}
