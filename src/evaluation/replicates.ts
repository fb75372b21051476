import type { Metric, MetricInput } from "../metrics/metric.js";
import { bootstrapMetrics, type Bootstrap } from "../stats/bootstrap.js";
import type { UnitDraws } from "../stats/resampling.js";

/** One model's predictions of the shared rows: what a metric reads beside label and weight. */
export interface Judged extends Pick<MetricInput, "threshold" | "classes" | "costs" | "interval"> {
  /** The value, the probability of the second of two classes, or the index of the most probable of more. */
  prediction: Float64Array;
  /** Of more than two classes: row-major, rows × `classes`. */
  probabilities?: Float64Array;
}

/** A model's predictions with the truth, as metrics read them. */
export const metricInput = (
  { prediction, threshold, classes, probabilities, costs, interval }: Judged,
  { label, weight }: { label: Float64Array; weight?: Float64Array },
): MetricInput => ({
  label,
  prediction,
  ...(threshold === undefined ? {} : { threshold }),
  ...(classes && probabilities ? { classes, probabilities } : {}),
  ...(costs ? { costs } : {}),
  ...(interval ? { interval } : {}),
  ...(weight ? { weight } : {}),
});

/** A metric of one model: its value, and its value on each draw. */
export type Replicates = Bootstrap;

/**
 * Every metric of every model on the same draws of units, so that any two models are compared by the difference of two
 * arrays: the cost is per model, not per pair.
 *
 * @param models predictions of the same rows.
 * @param rows with the index of each row's unit.
 * @param onModel called after each model.
 * @returns one entry per model, then per metric.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 8 (resampling the independent units)
 */
export const resample = (
  models: readonly Judged[],
  rows: { label: Float64Array; unit: Int32Array; weight?: Float64Array },
  metrics: readonly Metric[],
  draws: UnitDraws,
  onModel?: (done: number) => void,
): Replicates[][] =>
  models.map((model, index) => {
    const result = bootstrapMetrics(metrics, metricInput(model, rows), rows.unit, draws);
    onModel?.(index + 1);
    return result;
  });
