import type { CategoricalColumn } from "../features/dataset.js";
import { AssayError } from "../lib/errors.js";
import { takeProbabilities } from "../tracking/probabilities.js";
import type { Predictions } from "../tracking/types.js";
import type { Judged } from "./replicates.js";

/** Rows that every compared model has predicted, with what they share. */
export interface SharedRows {
  rows: number;
  id: readonly string[];
  /** Class index or value. */
  label: Float64Array;
  /** How often each row counts; absent where rows count alike. */
  weight?: Float64Array;
  /** Milliseconds since 1970 UTC, where known. */
  time: Float64Array | null;
  /** Index of each row's independent unit into `units`. */
  unit: Int32Array;
  units: readonly string[];
  segments: readonly CategoricalColumn[];
}

/** Two sets of predictions joined by id, in the order of the first, and what did not join. */
export interface Alignment {
  shared: SharedRows;
  champion: Judged;
  challenger: Judged;
  /** Ids that the other side lacks, in order. */
  onlyInChampion: string[];
  onlyInChallenger: string[];
  /** Common ids whose labels differ; they are part of `shared`, with the champion's label. */
  labelsDiffer: { id: string; champion: number; challenger: number }[];
}

/** Numbers units in the order of their first row. */
export function indexUnits(names: readonly string[]): { unit: Int32Array; units: string[] } {
  const known = new Map<string, number>();
  const unit = new Int32Array(names.length);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    let index = known.get(name);
    if (index === undefined) known.set(name, (index = known.size));
    unit[i] = index;
  }
  return { unit, units: [...known.keys()] };
}

/** Row of each id. */
export const rowsById = (ids: readonly string[]): Map<string, number> => new Map(ids.map((id, row) => [id, row]));

/** Predictions at `index`, as metrics read them. */
export function judgedRows({ prediction, probabilities }: Predictions, index: ArrayLike<number>): Judged {
  return {
    prediction: Float64Array.from(index, (row) => prediction[row]!),
    ...(probabilities ? takeProbabilities(probabilities, index) : {}),
  };
}

/** The rows of `predictions` at `index`, as shared rows. */
export function sharedRows(
  predictions: Predictions,
  index: Int32Array,
  segments: readonly CategoricalColumn[] = [],
): SharedRows {
  const names = Array.from(index, (i) => predictions.unit[i]!);
  return {
    rows: index.length,
    id: Array.from(index, (i) => predictions.id[i]!),
    label: Float64Array.from(index, (i) => predictions.label[i]!),
    ...(predictions.weight ? { weight: Float64Array.from(index, (i) => predictions.weight![i]!) } : {}),
    time: predictions.time ? Float64Array.from(index, (i) => predictions.time![i]!) : null,
    ...indexUnits(names),
    segments,
  };
}

function checkClasses(champion: Predictions, challenger: Predictions): void {
  const [a, b] = [champion, challenger].map(
    ({ probabilities }) => probabilities?.map((column) => column.class) ?? null,
  );
  if (String(a) === String(b)) return;
  const named = (classes: typeof a): string =>
    classes ? `the classes ${classes.join(", ")}` : "one prediction per row";
  throw new AssayError(`the champion gives ${named(a)}, the challenger ${named(b)}`, {
    code: "classes-differ",
    hint: "give both the same classes, in the same order",
  });
}

/**
 * Joins two prediction tables by id. Ids are unique within each (their readers see to that).
 *
 * @returns the common rows in the champion's order, with counts of what did not join; nothing is judged here.
 * @throws AssayError `classes-differ` where one has other classes, or the same in another order.
 * @example align(readA, readB).shared.rows
 */
export function align(champion: Predictions, challenger: Predictions): Alignment {
  checkClasses(champion, challenger);
  const other = rowsById(challenger.id);
  const index: number[] = [];
  const otherIndex: number[] = [];
  const onlyInChampion: string[] = [];
  const labelsDiffer: Alignment["labelsDiffer"] = [];
  for (let row = 0; row < champion.rows; row++) {
    const id = champion.id[row]!;
    const match = other.get(id);
    if (match === undefined) {
      onlyInChampion.push(id);
      continue;
    }
    other.delete(id);
    index.push(row);
    otherIndex.push(match);
    const [a, b] = [champion.label[row]!, challenger.label[match]!];
    if (a !== b && !(Number.isNaN(a) && Number.isNaN(b))) labelsDiffer.push({ id, champion: a, challenger: b });
  }
  return {
    shared: sharedRows(champion, Int32Array.from(index)),
    champion: judgedRows(champion, index),
    challenger: judgedRows(challenger, otherIndex),
    onlyInChampion,
    onlyInChallenger: [...other.keys()],
    labelsDiffer,
  };
}
