import type { Metric } from "../metrics/metric.js";
import { bootstrapMetrics, type Bootstrap } from "../stats/bootstrap.js";
import type { UnitDraws } from "../stats/resampling.js";

/** One model's predictions of the shared rows. */
export interface Judged {
  prediction: Float64Array;
  /** Rows count as positive where the prediction is at least this; 0.5 by default. */
  threshold?: number;
}

/** A metric of one model: its value, and its value on each draw. */
export type Replicates = Bootstrap;

/**
 * Every metric of every model on the same draws of units, so that any two models are compared by the difference of two
 * arrays: the cost is per model, not per pair.
 *
 * @param models predictions of the same rows.
 * @param unit index of each row's unit.
 * @param onModel called after each model.
 * @returns one entry per model, then per metric.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 8 (resampling the independent units)
 */
export const resample = (
  models: readonly Judged[],
  { label, unit }: { label: Float64Array; unit: Int32Array },
  metrics: readonly Metric[],
  draws: UnitDraws,
  onModel?: (done: number) => void,
): Replicates[][] =>
  models.map(({ prediction, threshold }, index) => {
    const result = bootstrapMetrics(metrics, { label, prediction, threshold: threshold ?? 0.5 }, unit, draws);
    onModel?.(index + 1);
    return result;
  });
