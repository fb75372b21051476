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

/** Bin 0 is for missing values; bin k + 1 holds what is at or below bound k and above the one before. */
export function binOf(value: number, bounds: Float64Array): number {
  if (!Number.isFinite(value)) return 0;
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= bounds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

function binColumn(column: Column, feature: FeatureBins, bins: Uint8Array): void {
  if (feature.kind === "categorical") {
    const codes = codesIn(feature.levels, column as CategoricalColumn);
    for (let i = 0; i < bins.length; i++) bins[i] = codes[i]! < 0 ? 0 : codes[i]! + 1;
    return;
  }
  const { values } = column as NumericColumn;
  for (let i = 0; i < bins.length; i++) bins[i] = binOf(values[i]!, feature.bounds);
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
