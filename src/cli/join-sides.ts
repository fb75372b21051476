import type { Contender } from "../decisions/documents.js";
import { align, indexUnits, type SharedRows } from "../evaluation/align.js";
import type { Judged } from "../evaluation/replicates.js";
import type { CategoricalColumn } from "../features/dataset.js";
import { AssayError, type Warning } from "../lib/errors.js";
import { metrics } from "../metrics/index.js";
import type { Task } from "../projects/types.js";
import type { PredictionFile } from "../tracking/prediction-file.js";
import { labelNumbers, readLabels, readProbabilities, type LabelReading } from "../tracking/prediction-labels.js";
import type { Predictions } from "../tracking/types.js";
import { checkJoin, leftOut, weightsOf } from "./check-join.js";
import type { CompareFlags } from "./compare-flags.js";
import type { Side } from "./prediction-side.js";

/** Two models on the rows that both have predicted. */
export interface JoinedSides {
  task: Task;
  reading: LabelReading;
  rows: SharedRows;
  champion: Judged;
  challenger: Judged;
  contenders: readonly [Contender, Contender];
  onlyInChampion: number;
  onlyInChallenger: number;
  /** Plural name of the unit. */
  unitName: string;
  trainOverlap: number | null;
  warnings: Warning[];
}

/** A column's name as the plural of what it holds: `customer_id` → `customers`. */
function pluralOf(column: string): string {
  const words = column
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim()
    .toLowerCase()
    .replace(/ (id|ids|key|code)$/, "");
  if (words === "") return "units";
  return words.endsWith("s") ? words : /[^aeiou]y$/.test(words) ? `${words.slice(0, -1)}ies` : `${words}s`;
}

/** The rows of a file that `keep` holds for, as a prediction table. */
function tableOf(file: PredictionFile, reading: LabelReading, keep: (id: string) => boolean): Predictions {
  const index = Int32Array.from({ length: file.rows }, (_, row) => row).filter((row) => keep(file.id[row]!));
  const labels = labelNumbers(file, reading);
  const { prediction, probabilities } = readProbabilities(file, reading);
  const take = <T>(values: readonly T[]): T[] => Array.from(index, (row) => values[row]!);
  return {
    rows: index.length,
    id: take(file.id),
    label: Float64Array.from(index, (row) => labels[row]!),
    prediction: Float64Array.from(index, (row) => prediction[row]!),
    ...(probabilities
      ? {
          probabilities: probabilities.map((column) => ({
            class: column.class,
            values: Float64Array.from(index, (row) => column.values[row]!),
          })),
        }
      : {}),
    ...(file.weight ? { weight: Float64Array.from(index, (row) => file.weight![row]!) } : {}),
    split: file.split ? take(file.split) : Array.from(index, () => "test"),
    time: file.time ? Float64Array.from(index, (row) => file.time![row]!) : null,
    unit: take(file.unit?.values ?? file.id),
    fold: null,
  };
}

/** Text columns of the champion's file, for the shared rows. */
function segmentsOf({ id, segments }: PredictionFile, rows: SharedRows): CategoricalColumn[] {
  const rowOf = new Map(id.map((name, row) => [name, row]));
  const index = rows.id.map((name) => rowOf.get(name)!);
  return segments.map(({ name, values }) => {
    const { unit, units } = indexUnits(index.map((row) => values[row]!));
    return { name, kind: "categorical", codes: unit, categories: units };
  });
}

/**
 * Joins two sets of predictions from outside: labels read, training rows left out, rows checked.
 *
 * @param task where a metric or a run says it; else the labels do.
 */
export function joinSides(sides: readonly [Side, Side], flags: CompareFlags, task?: Task): JoinedSides {
  const files = sides.map(({ file }) => file);
  const asked = flags.metric === undefined ? task : metrics[flags.metric]!.task;
  const reading = readLabels(files, {
    ...(flags.positive === undefined ? {} : { positive: flags.positive }),
    ...(asked === undefined ? {} : { task: asked }),
  });
  const { train, overlap, warnings } = leftOut(sides);
  const keep = (id: string): boolean => !train.has(id);
  const [tableA, tableB] = [tableOf(sides[0].file, reading, keep), tableOf(sides[1].file, reading, keep)];
  for (const [table, { path }] of [
    [tableA, files[0]!],
    [tableB, files[1]!],
  ] as const)
    if (table.rows === 0)
      throw new AssayError(`${path}: every row is one that a model trained on`, {
        code: "only-training-rows",
        file: path,
        hint: "compare predictions of rows that neither model has seen",
      });
  const joined = align(tableA, tableB);
  const joinWarnings = checkJoin(sides, joined, flags.inner);
  const { shared } = joined;
  if (reading.task === "classification" && new Set(shared.label).size < 2)
    throw new AssayError(`${files[0]!.path}, ${files[1]!.path}: the compared rows hold one class only`, {
      code: "one-class",
      file: files[0]!.path,
      hint: "compare rows of both classes",
    });
  const unitOf = files.find(({ unit }) => unit !== null);
  const fromOther = unitOf === files[1] && unitOf?.unit ? unitsById(unitOf, shared.id) : {};
  return {
    task: reading.task,
    reading,
    rows: { ...shared, ...fromOther, ...weightsOf(sides, shared.id), segments: segmentsOf(files[0]!, shared) },
    champion: { ...joined.champion, threshold: flags.threshold },
    challenger: { ...joined.challenger, threshold: flags.threshold },
    contenders: [sides[0].contender, sides[1].contender],
    onlyInChampion: joined.onlyInChampion.length,
    onlyInChallenger: joined.onlyInChallenger.length,
    unitName: unitOf?.unit ? pluralOf(unitOf.unit.column) : "rows",
    trainOverlap: overlap,
    warnings: [...joinWarnings, ...warnings],
  };
}

/** Units that only the challenger's file names. */
function unitsById({ id, unit }: PredictionFile, ids: readonly string[]): { unit: Int32Array; units: string[] } {
  const valueOf = new Map(id.map((name, row) => [name, unit!.values[row]!]));
  return indexUnits(ids.map((name) => valueOf.get(name)!));
}
