import { basename, extname } from "node:path";
import type { Contender } from "../decisions/documents.js";
import { align, indexUnits, type SharedRows } from "../evaluation/align.js";
import type { CategoricalColumn } from "../features/dataset.js";
import { AssayError, type Warning } from "../lib/errors.js";
import { formatCount } from "../lib/format.js";
import { metrics } from "../metrics/index.js";
import type { Task } from "../projects/types.js";
import { readPredictionFile, type PredictionFile } from "../tracking/prediction-file.js";
import { labelNumbers, readLabels, readProbabilities, type LabelReading } from "../tracking/prediction-labels.js";
import type { Predictions } from "../tracking/types.js";
import type { CompareFlags } from "./compare-flags.js";
import type { ComparedRows } from "./compare-rows.js";

/** Predictions from outside, before their labels are read. */
export interface Side {
  contender: Contender;
  file: PredictionFile;
}

/** A column's name as the plural of what it holds: `customer_id` → `customers`. */
export function pluralOf(column: string): string {
  const words = column
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim()
    .toLowerCase()
    .replace(/ (id|ids|key|code)$/, "");
  if (words === "") return "units";
  return words.endsWith("s") ? words : /[^aeiou]y$/.test(words) ? `${words.slice(0, -1)}ies` : `${words}s`;
}

const first = (ids: readonly string[]): string => `${ids.slice(0, 5).join(", ")}${ids.length > 5 ? ", …" : ""}`;

const rowsOf = (count: number): string => `${formatCount(count)} ${count === 1 ? "row" : "rows"}`;

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

const trainIds = ({ id, split }: PredictionFile): string[] => id.filter((_, row) => split?.[row] === "train");

function checkJoin(
  [a, b]: readonly [Side, Side],
  { onlyInChampion, onlyInChallenger, labelsDiffer, shared }: ReturnType<typeof align>,
  inner: boolean,
): Warning[] {
  const [pathA, pathB] = [a.file.path, b.file.path];
  if (labelsDiffer.length > 0) {
    const ids = labelsDiffer.map(({ id }) => id);
    throw new AssayError(`${pathA}, ${pathB}: labels differ in ${rowsOf(ids.length)}: ${first(ids)}`, {
      code: "labels-differ",
      file: pathB,
      hint: "both files must hold the same truth; name the columns with --label and --id",
    });
  }
  if (shared.rows === 0)
    throw new AssayError(`${pathA}, ${pathB}: no id is in both files`, {
      code: "no-common-rows",
      file: pathB,
      hint: "name the column that both share with --id COLUMN",
    });
  const missing = [
    ...(onlyInChampion.length > 0
      ? [`${pathB} lacks ${rowsOf(onlyInChampion.length)} of ${pathA}: ${first(onlyInChampion)}`]
      : []),
    ...(onlyInChallenger.length > 0
      ? [`${pathA} lacks ${rowsOf(onlyInChallenger.length)} of ${pathB}: ${first(onlyInChallenger)}`]
      : []),
  ];
  if (missing.length === 0) return [];
  if (!inner)
    throw new AssayError(missing.join("; "), {
      code: "rows-differ",
      file: onlyInChampion.length > 0 ? pathB : pathA,
      hint: `compare the ${rowsOf(shared.rows)} in both with --inner`,
    });
  return [
    { code: "inner-join", message: `${missing.join("; ")}; only the ${rowsOf(shared.rows)} in both are compared` },
  ];
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

/** Rows left out because either side trained on them, and what that says of the others. */
function leftOut([a, b]: readonly [Side, Side]): { train: Set<string>; overlap: number | null; warnings: Warning[] } {
  const train = new Set([...trainIds(a.file), ...trainIds(b.file)]);
  const known = a.file.split !== null && b.file.split !== null;
  const without = [a, b].filter(({ file }) => file.split === null).map(({ file }) => file.path);
  const warnings: Warning[] = [];
  if (!known)
    warnings.push({
      code: "training-rows-not-checkable",
      message: `${without.join(" and ")} ${without.length === 1 ? "carries" : "carry"} no column "split": whether a model trained on these rows cannot be checked`,
    });
  if (train.size > 0)
    warnings.push({
      code: "training-rows",
      message: `${rowsOf(train.size)} that a model trained on ${train.size === 1 ? "is" : "are"} left out`,
    });
  if ([a, b].some(({ file }) => file.split?.includes("validation")))
    warnings.push({
      code: "validation-rows",
      message: "validation rows are among those compared: a model chosen or tuned on them looks better than it is",
    });
  return { train, overlap: known ? train.size : null, warnings };
}

/**
 * Joins two sets of predictions from outside: labels read, training rows left out, rows checked.
 *
 * @param task where a metric or a run says it; else the labels do.
 */
export function joinSides(sides: readonly [Side, Side], flags: CompareFlags, task?: Task): ComparedRows {
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

/** The weights of the shared rows, from the file that has them; both must say the same. */
function weightsOf([a, b]: readonly [Side, Side], ids: readonly string[]): { weight?: Float64Array } {
  const [own, others] = [a.file, b.file].map(({ id, weight }) => {
    if (!weight) return null;
    const rowOf = new Map(id.map((name, row) => [name, row]));
    return Float64Array.from(ids, (name) => weight[rowOf.get(name)!]!);
  });
  const differ = own && others ? ids.filter((_, row) => own[row] !== others[row]) : [];
  if (differ.length > 0)
    throw new AssayError(
      `${a.file.path}, ${b.file.path}: weights differ in ${rowsOf(differ.length)}: ${first(differ)}`,
      {
        code: "weights-differ",
        file: b.file.path,
        hint: "both files must weigh a row alike; name the column with --weight, or leave it out of one",
      },
    );
  const weight = own ?? others;
  return weight ? { weight } : {};
}

/** A file as one side of a comparison. */
export async function fileSide(path: string, flags: CompareFlags, cwd: string): Promise<Side> {
  const file = await readPredictionFile(path, flags.columns, cwd);
  const name = basename(path, extname(path));
  return { file, contender: { name, runId: null, source: path, sha256: file.sha256 } };
}
