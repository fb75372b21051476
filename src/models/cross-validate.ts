import { AssayError } from "../lib/errors.js";
import { seeded } from "../lib/random.js";
import { correctedResampledT } from "../stats/corrected-resampled-t.js";
import { deal } from "./cross-fit.js";
import type { Labelled } from "./types.js";

/** Indexes of rows: what one fit of a cross-validation trains on, stops on, and is judged by. */
export interface Fold {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

/** Part of a fold's training rows that stops and tunes: one in this many. */
const validationPart = 5;

function checkUnits(folds: number, units: number): void {
  if (!Number.isInteger(folds) || folds < 2) throw new RangeError(`folds is ${folds}, expected a whole number from 2`);
  if (units >= folds) return;
  throw new AssayError(`${folds} folds need at least ${folds} units; there are ${units}`, {
    code: "too-few-units",
    hint: "use fewer folds, or more rows",
  });
}

const unitsOf = (rows: Labelled): Int32Array => rows.unit ?? Int32Array.from({ length: rows.data.rows }, (_, i) => i);

/**
 * Folds of a repeated cross-validation: whole units, dealt by chance, stratified by label; each repetition deals anew.
 * A fifth of each training part stops and tunes.
 *
 * @param index the rows that take part.
 * @returns folds of the first repetition, then of the next.
 * @throws AssayError `too-few-units`; RangeError for fewer than two folds or one repetition.
 * @example stratifiedFolds(rows, index, { folds: 5, repeats: 2, seed: 1 }).length // 10
 */
export function stratifiedFolds(
  rows: Labelled,
  index: Int32Array,
  { folds, repeats, seed }: { folds: number; repeats: number; seed: number },
): Fold[] {
  if (!Number.isInteger(repeats) || repeats < 1) throw new RangeError(`repeats is ${repeats}, expected 1 or more`);
  const unit = unitsOf(rows);
  checkUnits(folds, new Set(index.map((row) => unit[row]!)).size);
  const random = seeded(seed);
  return Array.from({ length: repeats }).flatMap(() => {
    const fold = deal(unit, rows.target, index, folds, random);
    return Array.from({ length: folds }, (_, k): Fold => {
      const inside = index.filter((_row, at) => fold[at] !== k);
      const part = deal(unit, rows.target, inside, validationPart, random);
      return {
        train: inside.filter((_row, at) => part[at] !== 0),
        validation: inside.filter((_row, at) => part[at] === 0),
        test: index.filter((_row, at) => fold[at] === k),
      };
    });
  });
}

/**
 * Folds in the order of time: the rows are cut into one block more than there are folds, of whole units; each fold
 * trains on all blocks before the one that judges it, of which the last fifth of the units stops and tunes. So no model
 * is judged on its past.
 *
 * @param time milliseconds since 1970 UTC, of all rows.
 * @throws AssayError `too-few-units`; RangeError for fewer than two folds.
 */
export function timeFolds(rows: Labelled, index: Int32Array, time: Float64Array, folds: number): Fold[] {
  const unit = unitsOf(rows);
  const starts = new Map<number, number>();
  for (const row of index) starts.set(unit[row]!, Math.min(starts.get(unit[row]!) ?? Infinity, time[row]!));
  checkUnits(folds + 1, starts.size);
  const order = [...starts.keys()].sort((a, b) => starts.get(a)! - starts.get(b)! || a - b);
  const place = new Map(order.map((name, at) => [name, at]));
  const between = (from: number, to: number): Int32Array =>
    index.filter((row) => place.get(unit[row]!)! >= from && place.get(unit[row]!)! < to);
  const cut = (block: number): number => Math.round((block * order.length) / (folds + 1));
  return Array.from({ length: folds }, (_, k): Fold => {
    const end = cut(k + 1);
    const held = end - Math.floor(end / validationPart);
    return { train: between(0, held), validation: between(held, end), test: between(end, cut(k + 2)) };
  });
}

/** Mean over folds and its standard error. */
export interface FoldEstimate {
  mean: number;
  /** NaN with fewer than two folds. */
  error: number;
  folds: number;
}

/**
 * Mean of a metric over the folds, and Nadeau and Bengio's corrected standard error: folds share training rows, so that
 * the plain one is too small.
 *
 * @see {@link correctedResampledT}
 */
export function foldEstimate(values: readonly number[], folds: readonly Fold[]): FoldEstimate {
  const share = folds.reduce(
    (sum, { train, validation, test }) => sum + test.length / (train.length + validation.length) / folds.length,
    0,
  );
  const { estimate, standardError } = correctedResampledT(values, share);
  return { mean: estimate, error: standardError, folds: values.length };
}
