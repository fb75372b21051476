import { AssayError } from "../lib/errors.js";
import type { PredictionFile } from "./prediction-file.js";
import { type ClassProbability, mostProbable } from "./probabilities.js";

/** What the labels of two files say about the task. */
export type LabelReading =
  | { task: "regression" }
  /** In order; `positive` is the second of two classes, null with more. */
  | { task: "classification"; classes: readonly string[]; positive: string | null };

const isNumeric = (label: string): boolean => Number.isFinite(Number(label));

const positiveNames = ["1", "true", "yes"];

const inOrder = (names: Iterable<string>): string[] =>
  [...new Set(names)].sort((a, b) => (isNumeric(a) && isNumeric(b) ? Number(a) - Number(b) : a < b ? -1 : 1));

/** The classes of files that hold one probability for each; null where none does with more than two. */
function probabilityClasses(files: readonly PredictionFile[]): string[] | null {
  const many = files.find(({ probabilities }) => probabilities && probabilities.length > 2);
  if (!many) return null;
  const classes = inOrder(many.probabilities!.map((column) => column.class));
  for (const { path, probabilities, label } of files) {
    const own = inOrder((probabilities ?? []).map((column) => column.class));
    if (own.join("\n") !== classes.join("\n"))
      throw new AssayError(
        `${path}: holds ${own.length > 0 ? `probabilities of ${own.join(", ")}` : "one prediction per row"} where ${many.path} holds those of ${classes.join(", ")}`,
        { code: "classes-differ", file: path, hint: "give both files one column probability_<class> for each class" },
      );
    const row = label.findIndex((name) => !classes.includes(name));
    if (row >= 0)
      throw new AssayError(
        `${path}: row ${row + 1}: no column holds the probability of the label "${label[row]}"; classes are ${classes.join(", ")}`,
        { code: "unknown-class", file: path, row: row + 1, hint: `add the column probability_${label[row]}` },
      );
  }
  return classes;
}

/**
 * The task, from the labels of all files: two distinct values are classes, else values; columns with one probability
 * per class say so. The positive class is the one named, else `1`, `true` or `yes`, else the second in order.
 *
 * @param task where a flag decides it.
 * @throws AssayError for one class, more than two, a positive class that is not there, values that are no numbers.
 */
export function readLabels(
  files: readonly PredictionFile[],
  { positive, task }: { positive?: string; task?: "classification" | "regression" },
): LabelReading {
  const first = files[0]!.path;
  const named = task === "regression" ? null : probabilityClasses(files);
  if (named) return { task: "classification", classes: named, positive: null };
  const classes = [...new Set(files.flatMap(({ label }) => label))];
  const asValues = task === "regression" || (task === undefined && classes.length > 2 && positive === undefined);
  if (asValues) {
    for (const { path, label } of files) {
      const row = label.findIndex((value) => !isNumeric(value));
      if (row < 0) continue;
      if (classes.length > 2 && !classes.some(isNumeric)) throw manyClasses(path, classes);
      throw new AssayError(`${path}: row ${row + 1}, label: expected a number, got "${label[row]}"`, {
        code: "bad-value",
        file: path,
        row: row + 1,
        hint: "labels are values, or two classes",
      });
    }
    return { task: "regression" };
  }
  if (classes.length > 2) throw manyClasses(first, classes);
  if (classes.length === 1)
    throw new AssayError(
      `${files.map(({ path }) => path).join(", ")}: every label is "${classes[0]}"; two classes are needed`,
      {
        code: "one-class",
        file: first,
        hint: "a comparison needs rows of both classes; for values name a metric of values, such as --metric mae",
      },
    );
  const sorted = inOrder(classes);
  if (positive !== undefined && !sorted.includes(positive))
    throw new AssayError(`${first}: no label is "${positive}"; labels are ${sorted.join(" and ")}`, {
      code: "no-positive-class",
      file: first,
      hint: "name one of them with --positive VALUE",
    });
  const chosen =
    positive ??
    positiveNames.map((name) => sorted.find((label) => label.toLowerCase() === name)).find(Boolean) ??
    sorted[1]!;
  return { task: "classification", classes: [sorted.find((label) => label !== chosen)!, chosen], positive: chosen };
}

function manyClasses(path: string, classes: readonly string[]): AssayError {
  const some = classes.slice(0, 5).join(", ");
  return new AssayError(
    `${path}: labels hold ${classes.length} classes (${some}${classes.length > 5 ? ", …" : ""}); one prediction per row does not tell more than two apart`,
    {
      code: "many-classes",
      file: path,
      hint: "give one column probability_<class> for each class, or labels that are values",
    },
  );
}

/** The label of each row as a number: its place among the classes (1 for the positive of two), or the value. */
export function labelNumbers(file: PredictionFile, reading: LabelReading): Float64Array {
  if (reading.task === "regression") return Float64Array.from(file.label, Number);
  const placeOf = new Map(reading.classes.map((name, place) => [name, place]));
  return Float64Array.from(file.label, (label) => placeOf.get(label)!);
}

/**
 * The predictions of a file as its labels are read: the value, the probability of the positive of two classes, or of
 * more the place of the most probable, beside all probabilities in the order of the classes.
 *
 * @throws AssayError `not-a-probability` where classes are predicted by numbers outside [0, 1], or a column of the
 *   positive class is missing.
 */
export function readProbabilities(
  file: PredictionFile,
  reading: LabelReading,
): { prediction: Float64Array; probabilities?: ClassProbability[] } {
  const { path, prediction, probabilities } = file;
  if (reading.task === "regression") {
    if (!probabilities) return { prediction };
    throw new AssayError(`${path}: holds one probability per class, no values`, {
      code: "not-values",
      file: path,
      hint: "name the column of values with --prediction COLUMN, or a metric of classes with --metric",
    });
  }
  if (!probabilities) {
    checkProbabilities(file);
    return { prediction };
  }
  const ordered = (reading.positive === null ? reading.classes : [reading.positive]).map((name) => {
    const found = probabilities.find((column) => column.class === name);
    if (found) return found;
    throw new AssayError(`${path}: no column probability_${name}; labels hold ${reading.classes.join(", ")}`, {
      code: "missing-column",
      file: path,
      column: `probability_${name}`,
      hint: "name the probability of the positive class with --prediction COLUMN",
    });
  });
  if (reading.positive !== null) return { prediction: ordered[0]!.values };
  return { prediction: mostProbable(ordered, file.rows), probabilities: ordered };
}

/** Probabilities lie in [0, 1]. */
function checkProbabilities({ path, prediction }: PredictionFile): void {
  const row = prediction.findIndex((value) => value < 0 || value > 1);
  if (row < 0) return;
  throw new AssayError(
    `${path}: row ${row + 1}, prediction: expected a probability from 0 to 1, got ${prediction[row]}`,
    {
      code: "not-a-probability",
      file: path,
      column: "prediction",
      row: row + 1,
      hint: "labels hold two values, so they are taken as classes; if they are values, name a metric of values, such as --metric mae",
    },
  );
}
