import { weightedMedian } from "../../features/weighted-median.js";

/**
 * The value below which a share `level` of the weight lies: the smallest that reaches it; for one half, the median.
 *
 * @param weights one a value; left out where all are equal.
 */
export function weightedQuantile(values: Float64Array, level: number, weights?: Float64Array): number {
  if (level === 0.5) return weightedMedian(values, weights);
  if (!weights) {
    const sorted = values.slice().sort();
    return sorted[Math.max(0, Math.ceil(level * sorted.length - 1e-9) - 1)] ?? Number.NaN;
  }
  const order = Int32Array.from(values, (_, i) => i)
    .filter((i) => weights[i]! > 0)
    .sort((i, j) => values[i]! - values[j]! || i - j);
  let total = 0;
  for (const i of order) total += weights[i]!;
  let below = 0;
  for (const i of order) {
    below += weights[i]!;
    if (below >= level * total * (1 - 1e-12)) return values[i]!;
  }
  return Number.NaN;
}
