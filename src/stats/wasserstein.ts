/**
 * First Wasserstein (earth mover's) distance of two samples, exact, in their own unit: the area between the two
 * distribution functions. Missing values (NaN) are left out.
 *
 * @returns NaN where a sample is empty.
 * @see Vallender (1974), Theory of Probability and its Applications 18, 784–786; scipy `wasserstein_distance`
 * @example wasserstein([0, 1, 3], [5, 6, 8]) // 5
 */
export function wasserstein(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const first = Float64Array.from(a)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const second = Float64Array.from(b)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const n = first.length;
  const m = second.length;
  if (n === 0 || m === 0) return Number.NaN;
  let area = 0;
  let last = Math.min(first[0]!, second[0]!);
  for (let i = 0, j = 0; i < n || j < m;) {
    const value = Math.min(i < n ? first[i]! : Number.POSITIVE_INFINITY, j < m ? second[j]! : Number.POSITIVE_INFINITY);
    area += Math.abs(i / n - j / m) * (value - last);
    last = value;
    while (i < n && first[i] === value) i++;
    while (j < m && second[j] === value) j++;
  }
  return area;
}

/**
 * First Wasserstein distance from quantiles of two samples at the same evenly spaced probabilities (0, …, 1), taken as
 * linear between them: the area between the two quantile functions.
 *
 * @returns NaN with fewer than two quantiles.
 * @throws RangeError where the numbers of quantiles differ.
 * @example wassersteinFromQuantiles([0, 1, 2], [1, 2, 3]) // 1
 */
export function wassersteinFromQuantiles(first: ArrayLike<number>, second: ArrayLike<number>): number {
  if (first.length !== second.length) throw new RangeError(`quantiles differ: ${first.length} and ${second.length}`);
  const steps = first.length - 1;
  if (steps < 1) return Number.NaN;
  let area = 0;
  for (let i = 0; i < steps; i++) area += meanDistance(first[i]! - second[i]!, first[i + 1]! - second[i + 1]!);
  return area / steps;
}

/**
 * First Wasserstein distance from counts in the same bins, rows taken as spread evenly within each: the area between the
 * two distribution functions. `edges` has one entry more than there are bins, ascending and finite.
 *
 * @returns NaN where a side has no rows.
 * @throws RangeError where the numbers of edges and bins do not fit.
 * @example wassersteinFromBins([0, 1, 2], [10, 0], [0, 10]) // 1
 */
export function wassersteinFromBins(
  edges: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): number {
  if (first.length !== second.length || edges.length !== first.length + 1)
    throw new RangeError(`bins differ: ${edges.length} edges, ${first.length} and ${second.length} counts`);
  const total = (counts: ArrayLike<number>): number => Array.from(counts).reduce((sum, count) => sum + count, 0);
  const n = total(first);
  const m = total(second);
  let area = n && m ? 0 : Number.NaN;
  let difference = 0;
  for (let i = 0; i < first.length; i++) {
    const next = difference + first[i]! / n - second[i]! / m;
    area += meanDistance(difference, next) * (edges[i + 1]! - edges[i]!);
    difference = next;
  }
  return area;
}

/** Mean of |x| while x goes straight from one value to another. */
function meanDistance(from: number, to: number): number {
  if (from * to >= 0) return Math.abs(from + to) / 2;
  return (from * from + to * to) / (2 * (Math.abs(from) + Math.abs(to)));
}
