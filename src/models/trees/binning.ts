import type { CategoricalColumn, Column, Dataset, NumericColumn } from "../../features/dataset.js";
import { codesIn } from "../columns.js";

/** Most bins of a feature, the one for missing values included. */
export const maximumBins = 256;

/** How a feature's values become bins. Bin 0 is for missing values. */
export type FeatureBins =
  /** Bin b (from 1) holds what is above `bounds[b − 2]` and at or below `bounds[b − 1]`. */
  | { kind: "numeric"; bounds: Float64Array; count: number }
  /** Bin b (from 1) holds `levels[b − 1]`; unseen and rare categories count as missing. */
  | { kind: "categorical"; levels: string[]; count: number };

/** Rows that decide where bins end; enough for 255 quantiles. */
const sampleSize = 50_000;

/** The number with the fewest digits that is at or above `low` and below `high`, near their middle: bounds stay short. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  for (let digits = 1; digits <= 17; digits++) {
    const short = Number(middle.toPrecision(digits));
    if (short >= low && short < high) return short;
  }
  return low;
}

/** Bounds at quantiles, each in the middle between two values that occur; every distinct value its own bin if few. */
function numericBins({ values }: NumericColumn): FeatureBins {
  const stride = Math.max(1, Math.ceil(values.length / sampleSize));
  const sample = new Float64Array(Math.ceil(values.length / stride));
  let n = 0;
  for (let i = 0; i < values.length; i += stride) if (Number.isFinite(values[i])) sample[n++] = values[i]!;
  const sorted = sample.subarray(0, n).sort();
  const distinct: number[] = [];
  const upTo: number[] = [];
  for (let i = 0; i < n; i++) {
    if (i + 1 < n && sorted[i + 1] === sorted[i]) continue;
    distinct.push(sorted[i]!);
    upTo.push(i + 1);
  }
  const bounds: number[] = [];
  const most = maximumBins - 2;
  let filled = 0;
  for (let k = 0; k + 1 < distinct.length && bounds.length < most; k++) {
    const share = (n - filled) / (most + 1 - bounds.length);
    if (distinct.length > most + 1 && upTo[k]! - filled < share) continue;
    bounds.push(between(distinct[k]!, distinct[k + 1]!));
    filled = upTo[k]!;
  }
  return { kind: "numeric", bounds: Float64Array.from(bounds), count: bounds.length + 2 };
}

/** A bin for each category that occurs, the most frequent first come where there are more than fit. */
function categoricalBins({ codes, categories }: CategoricalColumn): FeatureBins {
  const counts = new Int32Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const seen = [...counts.keys()].filter((code) => counts[code]! > 0);
  const kept = new Set(seen.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, maximumBins - 1));
  const levels = categories.filter((_, code) => kept.has(code));
  return { kind: "categorical", levels, count: levels.length + 1 };
}

/** Chooses the bins of every column. Infinities count as missing. */
export const chooseBins = (data: Dataset): FeatureBins[] =>
  data.columns.map((column) => (column.kind === "numeric" ? numericBins(column) : categoricalBins(column)));

/** How many features there are, and bins of each. */
export const binsOf = (features: readonly FeatureBins[]): { features: number; bins: Int32Array } => ({
  features: features.length,
  bins: Int32Array.from(features, ({ count }) => count),
});

/** Cells that the range of the bounds is cut into evenly: most hold no bound, so that few are compared. */
const cells = 8192;

/** Puts values into bins: 0 for missing values; k + 1 for what is at or below bound k and above the one before. */
export function createBinner(bounds: Float64Array): (value: number) => number {
  const lowest = bounds[0] ?? 0;
  const highest = bounds[bounds.length - 1] ?? 0;
  const range = highest - lowest;
  const scale = range > 0 && Number.isFinite(range) && Number.isFinite(cells / range) ? cells / range : 0;
  const cellOf = (value: number): number => Math.floor((value - lowest) * scale);
  // A bound in a lower cell is lower, one in a higher cell is higher: rounding keeps the order.
  const starts = new Int32Array(cells + 2);
  for (const bound of bounds) starts[cellOf(bound) + 1]!++;
  for (let cell = 1; cell < starts.length; cell++) starts[cell]! += starts[cell - 1]!;
  return (value) => {
    if (!Number.isFinite(value)) return 0;
    if (bounds.length === 0 || value <= lowest) return 1;
    if (value > highest) return bounds.length + 1;
    const cell = cellOf(value);
    let low = starts[cell]!;
    let high = starts[cell + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= bounds[middle]!) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}

function binColumn(column: Column, feature: FeatureBins, bins: Uint8Array): void {
  if (feature.kind === "categorical") {
    const codes = codesIn(feature.levels, column as CategoricalColumn);
    for (let i = 0; i < bins.length; i++) bins[i] = codes[i]! < 0 ? 0 : codes[i]! + 1;
    return;
  }
  const { values } = column as NumericColumn;
  const binOf = createBinner(feature.bounds);
  for (let i = 0; i < bins.length; i++) bins[i] = binOf(values[i]!);
}

/**
 * Puts every value into its bin: by column, and packed row by row, four features a word, the first in the lowest byte.
 */
export function binRows(
  data: Dataset,
  features: readonly FeatureBins[],
  { words, packed, columns }: { words: number; packed: Uint32Array; columns: readonly Uint8Array[] },
): void {
  features.forEach((feature, f) => binColumn(data.columns[f]!, feature, columns[f]!));
  for (let word = 0; word < words; word++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => columns[4 * word + k] ?? new Uint8Array(data.rows));
    for (let i = 0, at = word; i < data.rows; i++, at += words)
      packed[at] = a![i]! | (b![i]! << 8) | (c![i]! << 16) | (d![i]! << 24);
  }
}
