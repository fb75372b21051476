import { oneOf } from "./parameters.js";
import type { Labelled } from "./types.js";

/** The parameter `classWeight`: `balanced` gives each class the same total weight. */
export const classWeightRule = oneOf("none", "balanced");

/**
 * What the weights of each class are multiplied with; undefined where they stay. `balanced` gives n / (k × n of the
 * class), as scikit-learn's `class_weight`: all k classes weigh the same and the sum stays. A class without a row keeps 1.
 */
export function classFactors({ target, weights }: Labelled, choice: string): Float64Array | undefined {
  if (choice !== "balanced" || target.task === "regression") return undefined;
  const sums = new Float64Array(target.classes.length);
  let total = 0;
  target.codes.forEach((code, i) => {
    sums[code]! += weights?.[i] ?? 1;
    total += weights?.[i] ?? 1;
  });
  const present = sums.filter((sum) => sum > 0).length;
  return sums.map((sum) => (sum > 0 ? total / (present * sum) : 1));
}

/** One weight a row: the row's own, 1 where there are none, times the factor of its class. */
export function rowWeights({ data, target, weights }: Labelled, factors?: Float64Array): Float64Array {
  const own = weights ?? new Float64Array(data.rows).fill(1);
  return factors && target.task === "classification"
    ? own.map((weight, i) => weight * factors[target.codes[i]!]!)
    : own;
}
