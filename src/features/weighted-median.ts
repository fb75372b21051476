/**
 * The value that would stand at `rank` were `values` sorted; moves values so that none before it is greater.
 *
 * @see Hoare (1961), Algorithm 65: Find
 */
function select(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = medianOfThree(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}

const medianOfThree = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

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
    const copy = Float64Array.from(values);
    const upper = select(copy, n >> 1);
    if (n % 2 === 1) return upper;
    let lower = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n >> 1; i++) if (copy[i]! > lower) lower = copy[i]!;
    return (lower + upper) / 2;
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
