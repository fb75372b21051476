import type { RegressionCurves } from "./types.js";
import { unitMean } from "./unit-mean.js";

/** Mean error (predicted − actual, interval over units) and mean absolute error by decile of the prediction. */
export function errorByPrediction(
  label: Float64Array,
  prediction: Float64Array,
  unit: Int32Array,
  { parts = 10, level }: { parts?: number; level: number },
): RegressionCurves["byPrediction"] {
  const order = Int32Array.from({ length: label.length }, (_, i) => i).sort((a, b) => prediction[a]! - prediction[b]!);
  const error = prediction.map((value, i) => value - label[i]!);
  return Array.from({ length: parts }, (_, part) => {
    const rows = order.subarray(
      Math.floor((part * order.length) / parts),
      Math.floor(((part + 1) * order.length) / parts),
    );
    const mean = (of: (row: number) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
    return {
      predicted: mean((row) => prediction[row]!),
      meanError: unitMean(error, unit, level, rows),
      meanAbsoluteError: mean((row) => Math.abs(error[row]!)),
      n: rows.length,
    };
  }).filter(({ n }) => n > 0);
}
