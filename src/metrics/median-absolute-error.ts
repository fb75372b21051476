import { weightedMedian } from "../stats/weighted-median.js";
import type { Metric, MetricInput } from "./metric.js";

/**
 * Median of the absolute errors, in the target's unit. Where exactly half of the weight lies below, the mean of the two
 * middle errors, so that a weight of 2 is the row repeated.
 *
 * @see scikit-learn `median_absolute_error`
 * @example medianAbsoluteError.prepare({ label: [1, 2, 3], prediction: [1, 4, 4] })() // 1
 */
export const medianAbsoluteError: Metric = {
  name: "medianAbsoluteError",
  title: "Median absolute error",
  task: "regression",
  direction: "minimize",
  range: [0, Number.POSITIVE_INFINITY],
  unit: "target",
  formula: "median of |prediction − label|",
  convention: "scikit-learn median_absolute_error; with weights the middle of the repeated rows",
  medianOf: absoluteErrors,
  prepare(input) {
    const rows = input.label.length;
    const row = Int32Array.from({ length: rows }, (_, i) => i);
    const median = weightedMedian(absoluteErrors(input), input.weight)(row, rows);
    const once = new Float64Array(rows).fill(1);
    return (weights = once) => median(weights);
  },
};

function absoluteErrors({ label, prediction }: MetricInput): Float64Array {
  return Float64Array.from({ length: label.length }, (_, row) => Math.abs(prediction[row]! - label[row]!));
}
