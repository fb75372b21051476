import { gradient } from "./influence.js";
import type { UnitMoments } from "./what-if-types.js";

/**
 * A function of sums and its standard error over independent units, from their moments alone: the linear part of the
 * function with the factor m/(m − 1). The same numbers as from the units themselves.
 *
 * @param value of homogeneous degree 0, such as a rate or a mean: twice the rows, the same value.
 * @param units independent units, more than one.
 * @returns the error is NaN where the function is not defined near the sums.
 * @see Binder (1983), International Statistical Review 51, 279–292
 * @example withError({ sums: [30, 70], products: null }, ([right, wrong]) => right / (right + wrong), 100)
 */
export function withError(
  { sums, products }: UnitMoments,
  value: (sums: ArrayLike<number>) => number,
  units: number,
): { estimate: number; standardError: number } {
  const totals = Float64Array.from(sums);
  const slopes = gradient(value, totals, totals.map(Math.abs));
  const width = totals.length;
  let squares = 0;
  if (products === null) for (let i = 0; i < width; i++) squares += totals[i]! * slopes[i]! ** 2;
  else
    for (let i = 0, k = 0; i < width; i++)
      for (let j = i; j < width; j++) squares += (i === j ? 1 : 2) * products[k++]! * slopes[i]! * slopes[j]!;
  const varies = squares > 1e-20 * value(totals) ** 2;
  const variance = units > 1 ? (units / (units - 1)) * squares : Number.NaN;
  return {
    estimate: value(totals),
    standardError: Number.isNaN(variance) ? variance : varies ? Math.sqrt(variance) : 0,
  };
}
