import { takeRows, takeTarget, type Target } from "../features/dataset.js";
import { AssayError } from "../lib/errors.js";
import type { OnProgress } from "../lib/progress.js";
import { type Random, seeded, shuffle } from "../lib/random.js";
import type { FitInput, FitResult, Labelled, Learner, Parameters } from "./types.js";

export interface CrossFitOptions {
  folds: number;
  seed: number;
  parameters: Parameters;
  task: string;
  onProgress?: OnProgress;
  signal?: AbortSignal;
  backend?: string;
}

export interface CrossFitted {
  /** Fold of each row, from 0: the prediction of a row comes from a model that saw none of its fold. */
  fold: Int32Array;
  /** One value a row, or one probability a row and class, row-major: as `Model.predict` gives them. */
  predictions: Float64Array;
}

/** Part of a fold's training rows that serves as validation: one in this many. */
const validationPart = 5;

/** Deals units into parts of equal size, by chance, each class dealt on its own. */
export function deal(unit: Int32Array, target: Target, rows: Int32Array, parts: number, random: Random): Int32Array {
  const label = new Map<number, number>();
  for (const row of rows)
    if (!label.has(unit[row]!)) label.set(unit[row]!, target.task === "classification" ? target.codes[row]! : 0);
  const units = shuffle([...label.keys()], random).sort((a, b) => label.get(a)! - label.get(b)!);
  const part = new Map(units.map((name, k) => [name, k % parts]));
  return Int32Array.from(rows, (row) => part.get(unit[row]!)!);
}

/** The rows at `index`, in that order. */
export const takeLabelled = ({ data, target, weights, unit }: Labelled, index: Int32Array): Labelled => ({
  data: takeRows(data, index),
  target: takeTarget(target, index),
  ...(weights && { weights: Float64Array.from(index, (i) => weights[i]!) }),
  ...(unit && { unit: Int32Array.from(index, (i) => unit[i]!) }),
});

/** Fits the rows outside a fold; says so where they hold too little of a class. */
async function fitFold(learner: Learner, input: FitInput): Promise<FitResult> {
  try {
    return await learner.fit(input);
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== "one-class") throw error;
    throw new AssayError(`${input.task}: ${error.message}`, {
      code: "one-class",
      hint: "use fewer folds, or more rows of the rare class",
      cause: error,
    });
  }
}

/**
 * Predictions of all rows, each by a model that has not seen the row: k models, each trained without one fold. A fifth
 * of each training part serves as validation. Folds hold whole units and are stratified by label. It judges the recipe,
 * not one fitted model.
 *
 * @throws AssayError `too-few-units` where there are fewer units than folds, `one-class` where the rows outside a fold
 * hold one class only; RangeError for fewer than two folds.
 * @example await crossFit(getLearner("ridge"), { data, target }, { folds: 5, seed: 1, parameters: {}, task: "ridge" })
 */
export async function crossFit(
  learner: Learner,
  rows: Labelled,
  { folds, seed, parameters, task, onProgress, signal, backend }: CrossFitOptions,
): Promise<CrossFitted> {
  const n = rows.data.rows;
  if (!Number.isInteger(folds) || folds < 2) throw new RangeError(`folds is ${folds}, expected a whole number from 2`);
  const everyRow = Int32Array.from({ length: n }, (_, i) => i);
  const unit = rows.unit ?? everyRow;
  const units = new Set(unit).size;
  if (units < folds)
    throw new AssayError(`${folds} folds need at least ${folds} units; there are ${units}`, {
      code: "too-few-units",
      hint: "use fewer folds, or more rows",
    });
  const random = seeded(seed);
  const fold = deal(unit, rows.target, everyRow, folds, random);
  const width = rows.target.task === "classification" ? rows.target.classes.length : 1;
  const predictions = new Float64Array(n * width);
  for (let k = 0; k < folds; k++) {
    const inside = everyRow.filter((i) => fold[i] !== k);
    const outside = everyRow.filter((i) => fold[i] === k);
    const part = deal(unit, rows.target, inside, validationPart, random);
    const { model } = await fitFold(learner, {
      train: takeLabelled(
        rows,
        inside.filter((_, at) => part[at] !== 0),
      ),
      validation: takeLabelled(
        rows,
        inside.filter((_, at) => part[at] === 0),
      ),
      parameters,
      seed: seed + k + 1,
      task: `${task} · fold ${k + 1} of ${folds}`,
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
      ...(backend !== undefined && { backend }),
    });
    const values = model.predict(takeRows(rows.data, outside));
    outside.forEach((row, at) => predictions.set(values.subarray(at * width, (at + 1) * width), row * width));
  }
  return { fold, predictions };
}
