import type { Metric, MetricInput } from "./metric.js";

export interface Sums {
  width: number;
  terms(input: MetricInput): Float64Array;
  fromSums(sums: ArrayLike<number>): number;
}

/**
 * `prepare` of a metric that is a function of sums over rows: the terms are computed once, then summed under each set
 * of weights. A row of weight 0 counts as absent, even where its terms are not defined.
 *
 * @returns a metric's `prepare` and `sums`.
 * @example fromSums({ width: 2, terms: ({ label }) => Float64Array.from({ length: 2 * label.length }, () => 1), fromSums: ([a, b]) => a / b })
 */
export function fromSums(sums: Sums): Required<Pick<Metric, "prepare" | "sums">> {
  const { width, terms } = sums;
  return {
    sums,
    prepare(input) {
      const rowTerms = terms(input);
      const rows = input.label.length;
      const totals = new Float64Array(width);
      return (weights) => {
        totals.fill(0);
        for (let row = 0, at = 0; row < rows; row++, at += width) {
          const weight = weights ? weights[row]! : 1;
          if (weight === 0) continue;
          for (let j = 0; j < width; j++) totals[j]! += weight * rowTerms[at + j]!;
        }
        return sums.fromSums(totals);
      };
    },
  };
}

/** Terms for a weighted mean over rows: each row's loss, and 1. */
export const meanOf = (loss: (label: number, prediction: number) => number): Sums => ({
  width: 2,
  terms({ label, prediction }) {
    const terms = new Float64Array(2 * label.length);
    for (let row = 0; row < label.length; row++) {
      terms[2 * row] = loss(label[row]!, prediction[row]!);
      terms[2 * row + 1] = 1;
    }
    return terms;
  },
  fromSums: (sums) => sums[0]! / sums[1]!,
});
