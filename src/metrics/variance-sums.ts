import type { Sums } from "./from-sums.js";

/** Weighted sums of squares around their means, of labels and of errors, and the raw sum of squared errors. */
export interface VarianceSums {
  labels: number;
  errors: number;
  squaredErrors: number;
}

/** Below this share of the shifted sum of squares, a sum of squares around the mean is rounding. */
const rounding = 1e-12;

/** Terms of r² and of explained variance. Labels are shifted by the first one, so that large offsets cancel nothing. */
export function varianceTerms({ label, prediction }: Parameters<Sums["terms"]>[0]): Float64Array {
  const terms = new Float64Array(5 * label.length);
  const shift = label[0]!;
  for (let row = 0; row < label.length; row++) {
    const value = label[row]! - shift;
    const error = prediction[row]! - label[row]!;
    terms.set([1, value, value * value, error, error * error], 5 * row);
  }
  return terms;
}

/** `Sums` of a function of the sums of squares; NaN where labels do not vary. */
export const fromVariances = (value: (sums: VarianceSums) => number): Sums => ({
  width: 5,
  terms: varianceTerms,
  fromSums(sums) {
    const labels = sums[2]! - sums[1]! ** 2 / sums[0]!;
    if (!(labels > rounding * sums[2]!)) return Number.NaN;
    return value({ labels, errors: sums[4]! - sums[3]! ** 2 / sums[0]!, squaredErrors: sums[4]! });
  },
});
