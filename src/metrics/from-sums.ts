import type { Metric, MetricInput, Sums } from "./metric.js";
import type { RowLoss } from "./row-loss.js";

/**
 * `prepare` of a metric that is a function of sums over rows: the terms are computed once, then summed under each set
 * of weights. A row of weight 0 counts as absent, even where its terms are not defined.
 *
 * @returns a metric's `prepare` and `sums`.
 * @example fromSums({ terms: ({ label }) => Float64Array.from({ length: 2 * label.length }, () => 1), fromSums: ([a, b]) => a / b })
 */
export function fromSums(sums: Sums): Required<Pick<Metric, "prepare" | "sums">> {
  return {
    sums,
    prepare(input) {
      const rowTerms = sums.terms(input);
      const rows = input.label.length;
      const width = rows > 0 ? rowTerms.length / rows : 0;
      const totals = new Float64Array(width);
      return (weights) => {
        if (rows === 0) return Number.NaN;
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

/** Terms of rows, weighted by the input's own weights; a row of weight 0 has none. */
export function weightedTerms(
  { label, weight }: MetricInput,
  width: number,
  write: (row: number, into: Float64Array, at: number) => void,
): Float64Array {
  const terms = new Float64Array(width * label.length);
  for (let row = 0, at = 0; row < label.length; row++, at += width) {
    const factor = weight ? weight[row]! : 1;
    if (factor === 0) continue;
    write(row, terms, at);
    if (factor !== 1) for (let j = at; j < at + width; j++) terms[j]! *= factor;
  }
  return terms;
}

/** Terms for a weighted mean over rows: each row's loss, and 1. */
export const meanOf = (loss: RowLoss): Sums => ({
  terms(input) {
    const lossOf = loss(input);
    return weightedTerms(input, 2, (row, terms, at) => {
      terms[at] = lossOf(row);
      terms[at + 1] = 1;
    });
  },
  fromSums: (sums) => sums[0]! / sums[1]!,
});
