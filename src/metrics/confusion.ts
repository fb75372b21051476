import type { MetricInput } from "./metric.js";
import { fromSums } from "./from-sums.js";

/** Weighted counts of right and wrong answers; positive is class 1. */
export interface Confusion {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
  trueNegative: number;
}

/** One term each for true positive, false positive, false negative and true negative; NaN where a row has no answer. */
export function confusionTerms({ label, prediction, threshold = 0.5 }: MetricInput): Float64Array {
  const terms = new Float64Array(4 * label.length);
  for (let row = 0; row < label.length; row++) {
    const positive = prediction[row]! >= threshold;
    if (Number.isNaN(prediction[row]!) || Number.isNaN(label[row]!)) terms.fill(Number.NaN, 4 * row, 4 * row + 4);
    else terms[4 * row + (label[row] === 1 ? (positive ? 0 : 2) : positive ? 1 : 3)] = 1;
  }
  return terms;
}

/**
 * `prepare` and `sums` of a metric of the confusion table. All such metrics share `confusionTerms`, so that a
 * bootstrap of many of them counts the table once per draw.
 */
export const fromConfusion = (value: (table: Confusion) => number): ReturnType<typeof fromSums> =>
  fromSums({
    width: 4,
    terms: confusionTerms,
    fromSums: (sums) =>
      value({
        truePositive: sums[0]!,
        falsePositive: sums[1]!,
        falseNegative: sums[2]!,
        trueNegative: sums[3]!,
      }),
  });
