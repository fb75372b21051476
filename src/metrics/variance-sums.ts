import { weightedTerms } from "./from-sums.js";
import type { MetricInput, Sums } from "./metric.js";

/** Weighted sums of squares around their means, of labels and of errors, and the raw sum of squared errors. */
export interface VarianceSums {
  labels: number;
  errors: number;
  squaredErrors: number;
}

/** Below this share of the shifted sum of squares, a sum of squares around the mean is rounding. */
const rounding = 1e-12;

/** Terms of r² and of explained variance. Labels are shifted by the first one, so that large offsets cancel nothing. */
const varianceTerms = (input: MetricInput): Float64Array => weightedTerms(input, 5, writeVariance(input));

/** Writes a row's five terms. */
export function writeVariance({ label, prediction }: MetricInput) {
  const shift = label[0]!;
  return (row: number, terms: Float64Array, at: number): void => {
    const value = label[row]! - shift;
    const error = prediction[row]! - label[row]!;
    terms[at] = 1;
    terms[at + 1] = value;
    terms[at + 2] = value * value;
    terms[at + 3] = error;
    terms[at + 4] = error * error;
  };
}

/** `Sums` of a function of the sums of squares; NaN where labels do not vary. */
export const fromVariances = (value: (sums: VarianceSums) => number): Sums => ({
  terms: varianceTerms,
  fromSums(sums) {
    const labels = sums[2]! - sums[1]! ** 2 / sums[0]!;
    if (!(labels > rounding * sums[2]!)) return Number.NaN;
    return value({ labels, errors: sums[4]! - sums[3]! ** 2 / sums[0]!, squaredErrors: sums[4]! });
  },
});
