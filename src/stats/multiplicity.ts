/**
 * Holm's adjusted p-values: comparing each with α keeps the chance of any false finding at α. Missing p-values (NaN)
 * stay missing and do not count as tests.
 *
 * @returns adjusted p-values in the order given.
 * @see Holm (1979), Scandinavian Journal of Statistics 6, 65–70; statsmodels `multipletests(method="holm")`
 * @example holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(pValues: ArrayLike<number>): number[] {
  const { adjusted, order } = ranks(pValues);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * pValues[index]!));
    adjusted[index] = largest;
  });
  return adjusted;
}

/**
 * Benjamini and Hochberg's adjusted p-values: comparing each with α keeps the expected share of false findings among the
 * findings at α. Missing p-values (NaN) stay missing and do not count as tests.
 *
 * @returns adjusted p-values in the order given.
 * @see Benjamini & Hochberg (1995), JRSS B 57, 289–300; statsmodels `multipletests(method="fdr_bh")`
 * @example benjaminiHochberg([0.01, 0.04, 0.03]) // [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): number[] {
  const { adjusted, order } = ranks(pValues);
  let smallest = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const index = order[rank - 1]!;
    smallest = Math.min(smallest, (pValues[index]! * order.length) / rank);
    adjusted[index] = smallest;
  }
  return adjusted;
}

/** Indices of the p-values, smallest first, and room for the answer. */
function ranks(pValues: ArrayLike<number>): { adjusted: number[]; order: number[] } {
  const adjusted = Array.from<number>({ length: pValues.length }).fill(Number.NaN);
  const order = Array.from(adjusted.keys())
    .filter((index) => !Number.isNaN(pValues[index]!))
    .sort((a, b) => pValues[a]! - pValues[b]!);
  return { adjusted, order };
}
