import type { CategoricalColumn, Column, Dataset, NumericColumn } from "./dataset.js";
import { weightedMedian } from "./weighted-median.js";

/** A numeric column becomes a standardised value and, where training rows miss some, an indicator. */
export interface NumericEncoding {
  name: string;
  kind: "numeric";
  /** Stands in for missing values: the median. */
  fill: number;
  centre: number;
  /** Standard deviation; 1 for a constant column. */
  scale: number;
  indicator: boolean;
}

/** A categorical column becomes one indicator a level. */
export interface CategoricalEncoding {
  name: string;
  kind: "categorical";
  levels: string[];
  /** Missing values have a level of their own, after `levels`, where training rows miss some. */
  missing: boolean;
  /** The last level holds all other categories, where there were more than fit. */
  other: boolean;
  /** Share of each level in the training rows: what a category that no level covers is taken for. */
  shares: number[];
}

export type ColumnEncoding = NumericEncoding | CategoricalEncoding;

/** Encoded rows: dense numeric part, row-major, and one code a row for each categorical column. */
export interface Design {
  rows: number;
  /** Columns of the dense part. */
  denseWidth: number;
  dense: Float64Array;
  groups: { first: number; width: number; codes: Int32Array; shares: readonly number[] }[];
  /** All columns: the dense ones, then the groups' indicators. */
  width: number;
}

const isMissing = (value: number): boolean => !Number.isFinite(value);

function fitNumeric({ name, values }: NumericColumn, weights: Float64Array | undefined): NumericEncoding {
  const present = new Float64Array(values.length);
  const presentWeights = new Float64Array(values.length).fill(1);
  let count = 0;
  let total = 0;
  let presentTotal = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights ? weights[i]! : 1;
    total += weight;
    if (isMissing(values[i]!) || weight === 0) continue;
    presentTotal += weight;
    present[count] = values[i]!;
    presentWeights[count++] = weight;
  }
  if (count === 0) return { name, kind: "numeric", fill: 0, centre: 0, scale: 1, indicator: false };
  const fill = weightedMedian(present.subarray(0, count), weights && presentWeights.subarray(0, count));
  const absent = total - presentTotal;
  let sum = 0;
  for (let k = 0; k < count; k++) sum += presentWeights[k]! * (present[k]! - fill);
  const centre = fill + sum / total;
  let squares = absent * (fill - centre) ** 2;
  for (let k = 0; k < count; k++) squares += presentWeights[k]! * (present[k]! - centre) ** 2;
  const scale = Math.sqrt(squares / total);
  const constant = !(scale > 1e-12 * Math.max(1, Math.abs(centre)));
  return { name, kind: "numeric", fill, centre, scale: constant ? 1 : scale, indicator: absent > 0 };
}

function fitCategorical(
  { name, codes, categories }: CategoricalColumn,
  weights: Float64Array | undefined,
  maximumLevels: number,
): CategoricalEncoding {
  const sums = new Float64Array(categories.length);
  let missing = 0;
  let total = 0;
  for (let i = 0; i < codes.length; i++) {
    const weight = weights ? weights[i]! : 1;
    total += weight;
    if (codes[i]! < 0) missing += weight;
    else sums[codes[i]!]! += weight;
  }
  const seen = [...sums.keys()].filter((code) => sums[code]! > 0);
  const kept = new Set(seen.sort((a, b) => sums[b]! - sums[a]! || a - b).slice(0, maximumLevels));
  const levels: string[] = [];
  const shares: number[] = [];
  let rest = total - missing;
  categories.forEach((category, code) => {
    if (!kept.has(code)) return;
    levels.push(category);
    shares.push(sums[code]! / total);
    rest -= sums[code]!;
  });
  if (missing > 0) shares.push(missing / total);
  const other = seen.length > kept.size;
  if (other) shares.push(rest / total);
  return { name, kind: "categorical", levels, missing: missing > 0, other, shares };
}

/**
 * Learns how to turn columns into numbers: numeric ones are filled with their median and standardised, with an
 * indicator of missing values; categorical ones become indicators (not scaled, so that under a penalty rare categories
 * shrink most). Infinite values count as missing. A column that is constant or empty becomes zeros.
 *
 * @param weights one a row; a weight of 2 is a row repeated.
 * @param maximumLevels the most frequent categories that get a level; all others share one.
 */
export function fitEncoding(data: Dataset, weights?: Float64Array, maximumLevels = 200): ColumnEncoding[] {
  return data.columns.map((column) =>
    column.kind === "numeric" ? fitNumeric(column, weights) : fitCategorical(column, weights, maximumLevels),
  );
}

const denseColumns = (encoding: ColumnEncoding): number =>
  encoding.kind === "numeric" ? (encoding.indicator ? 2 : 1) : 0;

/** For each encoded column, the index of the column that it came from: dense ones first, then indicators. */
export function encodedColumns(encodings: readonly ColumnEncoding[]): Int32Array {
  const dense: number[] = [];
  const indicators: number[] = [];
  encodings.forEach((encoding, index) => {
    const width = encoding.kind === "numeric" ? denseColumns(encoding) : encoding.shares.length;
    for (let k = 0; k < width; k++) (encoding.kind === "numeric" ? dense : indicators).push(index);
  });
  return Int32Array.from([...dense, ...indicators]);
}

/** Index of each row's level in `shares`: −1 where none covers it. */
export function levelCodes(encoding: CategoricalEncoding, { codes, categories }: CategoricalColumn): Int32Array {
  const index = new Map(encoding.levels.map((level, i) => [level, i]));
  const missing = encoding.missing ? encoding.levels.length : -1;
  const other = encoding.other ? encoding.shares.length - 1 : -1;
  const map = Int32Array.from(categories, (category) => index.get(category) ?? other);
  return codes.map((code) => (code < 0 ? missing : map[code]!));
}

/** Rows encoded together, so that what is written of them stays in the processor's nearest memory. */
const blockRows = 64;

/** Writes the numeric columns side by side, row-major. */
function encodeDense(
  numeric: readonly { encoding: NumericEncoding; values: Float64Array }[],
  rows: number,
  denseWidth: number,
): Float64Array {
  const dense = new Float64Array(rows * denseWidth);
  for (let start = 0; start < rows; start += blockRows) {
    const end = Math.min(start + blockRows, rows);
    let at = start * denseWidth;
    for (const { encoding, values } of numeric) {
      const { fill, centre, scale, indicator } = encoding;
      for (let i = start, k = at; i < end; i++, k += denseWidth) {
        const missing = isMissing(values[i]!);
        dense[k] = ((missing ? fill : values[i]!) - centre) / scale;
        if (indicator && missing) dense[k + 1] = 1;
      }
      at += denseColumns(encoding);
    }
  }
  return dense;
}

/**
 * Encodes rows. Code −1 in a group stands for a category that training has not seen (or a missing value where training
 * missed none): it is to be taken for the average category, `shares`.
 *
 * @param columns those that the encodings were learned from, in the same order.
 */
export function encode(encodings: readonly ColumnEncoding[], columns: readonly Column[], rows: number): Design {
  const numeric: { encoding: NumericEncoding; values: Float64Array }[] = [];
  const groups: Design["groups"] = [];
  const denseWidth = encodings.reduce((sum, encoding) => sum + denseColumns(encoding), 0);
  let width = denseWidth;
  encodings.forEach((encoding, index) => {
    const column = columns[index]!;
    if (encoding.kind === "numeric") {
      numeric.push({ encoding, values: (column as NumericColumn).values });
      return;
    }
    const { shares } = encoding;
    const codes = levelCodes(encoding, column as CategoricalColumn);
    groups.push({ first: width, width: shares.length, codes, shares });
    width += shares.length;
  });
  return { rows, denseWidth, dense: encodeDense(numeric, rows, denseWidth), groups, width };
}
