/**
 * The weighted median: the middle value where each counts as often as its weight says; the mean of the two middle ones
 * where the half falls between them. So a weight of 2 is a row repeated. NaN where there is no weight.
 *
 * @param values finite numbers.
 * @param weights one a value, zero or more; all 1 by default.
 * @example weightedMedian([1, 2, 10]) // 2
 */
export function weightedMedian(values: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const n = values.length;
  if (n === 0) return Number.NaN;
  if (!weights) {
    const sorted = Float64Array.from(values).sort();
    return n % 2 === 1 ? sorted[(n - 1) / 2]! : (sorted[n / 2 - 1]! + sorted[n / 2]!) / 2;
  }
  const order = Int32Array.from({ length: n }, (_, i) => i)
    .filter((i) => weights[i]! > 0)
    .sort((i, j) => values[i]! - values[j]! || i - j);
  let half = 0;
  for (const i of order) half += weights[i]! / 2;
  let below = 0;
  for (let k = 0; k < order.length; k++) {
    below += weights[order[k]!]!;
    if (below > half) return values[order[k]!]!;
    if (below === half) return (values[order[k]!]! + values[order[k + 1]!]!) / 2;
  }
  return order.length > 0 ? values[order[order.length - 1]!]! : Number.NaN;
}
