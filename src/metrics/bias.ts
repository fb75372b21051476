import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";

/**
 * Mean of prediction − label: above 0 the model says too much. Shown with its sign; of two models the one closer to 0 is
 * better, so a gain is a difference of absolute values.
 *
 * @example bias.prepare({ label: [3, 5], prediction: [2, 7] })() // 0.5
 */
export const bias: Metric = {
  name: "bias",
  title: "Bias",
  task: "regression",
  direction: "minimize",
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  unit: "target",
  formula: "mean of prediction − label",
  convention: "above 0 the model says too much; of two models the one closer to 0 is better",
  signed: true,
  ...fromSums(
    meanOf(
      ({ label, prediction }) =>
        (row) =>
          prediction[row]! - label[row]!,
    ),
  ),
};
