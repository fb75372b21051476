import type { Random } from "../lib/random.js";
import type { Metric } from "../metrics/metric.js";
import { percentileInterval } from "../stats/intervals.js";
import type { Estimate } from "../stats/estimate.js";

const draws = 200;

/** Rows whose labels are not there yet. */
export interface UnlabelledRows {
  /** What the model said: the score that the metric judges. */
  prediction: ArrayLike<number>;
  /** P(class 1) of each row, calibrated; the estimate is as right as these are. */
  probability: ArrayLike<number>;
  threshold?: number;
}

/**
 * What a metric of two classes is expected to be on rows without labels, where each row's probability is right: every
 * row counts as class 1 with the weight p and as class 0 with 1 − p. The interval holds the value that the labels, when
 * they come, show in `level` of cases: labels are drawn from the probabilities. It knows nothing of probabilities that
 * are wrong, nor of rows that depend on each other.
 *
 * @returns NaN where the rows do not define the metric.
 * @see Kivimäki, Białek, Nurminen & Kuberski (2025), Journal of Artificial Intelligence Research 82, on confidence-based
 *   estimators
 * @example expectedMetric(getMetric("accuracy"), { prediction: [0.9, 0.2], probability: [0.9, 0.2] }, 0.95, seeded(1)).estimate // 0.85
 */
export function expectedMetric(
  metric: Metric,
  { prediction, probability, threshold }: UnlabelledRows,
  level: number,
  random: Random,
): Estimate {
  const rows = prediction.length;
  const options = threshold === undefined ? {} : { threshold };
  const weight = Float64Array.from({ length: 2 * rows }, (_, i) =>
    i < rows ? probability[i]! : 1 - probability[i - rows]!,
  );
  const twice = {
    label: Float64Array.from({ length: 2 * rows }, (_, i) => Number(i < rows)),
    prediction: Float64Array.from({ length: 2 * rows }, (_, i) => prediction[i % rows]!),
    ...options,
  };
  const estimate = metric.prepare(twice)(weight);
  const drawn = Float64Array.from({ length: draws }, () => {
    const label = Float64Array.from({ length: rows }, (_, row) => Number(random() < probability[row]!));
    return metric.prepare({ label, prediction, ...options })();
  });
  const { lower, upper, reason } = percentileInterval(drawn, level);
  const method = reason === null ? "confidence-based" : `none-${reason}`;
  return { estimate, lower, upper, level, method, n: rows, units: rows };
}
