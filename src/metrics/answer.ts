import type { MetricInput } from "./metric.js";

/**
 * The class that a model answers with, by row: of two, 1 where the prediction reaches the threshold; of more, the
 * prediction itself, which is the index of the most probable. NaN where there is no prediction.
 *
 * @example answerOf({ prediction: [0.7, 0.2] })(0) // 1
 */
export function answerOf({
  prediction,
  threshold = 0.5,
  classes,
}: Pick<MetricInput, "prediction" | "threshold" | "classes">): (row: number) => number {
  if (classes) return (row) => prediction[row]!;
  return (row) => (Number.isNaN(prediction[row]!) ? Number.NaN : Number(prediction[row]! >= threshold));
}
