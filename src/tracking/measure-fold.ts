import { takeRows, takeTarget, type FeatureTable } from "../features/dataset.js";
import type { Labelled } from "../models/types.js";
import type { Project } from "../projects/types.js";
import { measureSplits } from "./measure-run.js";
import { predictionTable } from "./prediction-table.js";

export const labelledTable = ({ dataset, target, unit }: FeatureTable): Labelled => ({ data: dataset, target, unit });

/** Every metric of the task on some rows, by its own name. */
export function measureRows(
  table: FeatureTable,
  project: Project,
  rows: Int32Array,
  output: Float64Array,
): Record<string, number> {
  const part: FeatureTable = {
    ...table,
    rows: rows.length,
    id: Array.from(rows, (row) => table.id[row]!),
    target: takeTarget(table.target, rows),
    time: null,
    unit: Int32Array.from(rows, (row) => table.unit[row]!),
    split: Array.from(rows, () => "validation" as const),
    dataset: takeRows(table.dataset, rows),
    segments: [],
  };
  const measured = measureSplits(predictionTable(part, output, null), project);
  return Object.fromEntries(Object.entries(measured).map(([name, value]) => [name.replace(/^validation_/, ""), value]));
}
