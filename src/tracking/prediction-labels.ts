import { AssayError } from "../lib/errors.js";
import type { PredictionFile } from "./prediction-file.js";

/** What the labels of two files say about the task. */
export type LabelReading = { task: "regression" } | { task: "classification"; negative: string; positive: string };

const positiveNames = ["1", "true", "yes"];

/**
 * The task, from the labels of all files: two distinct values are classes, else values. The positive class is the one
 * named, else `1`, `true` or `yes`, else the second in order.
 *
 * @param task where a flag decides it.
 * @throws AssayError for one class, more than two, a positive class that is not there, values that are no numbers.
 */
export function readLabels(
  files: readonly PredictionFile[],
  { positive, task }: { positive?: string; task?: "classification" | "regression" },
): LabelReading {
  const first = files[0]!.path;
  const classes = [...new Set(files.flatMap(({ label }) => label))];
  const isNumeric = (label: string): boolean => Number.isFinite(Number(label));
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
  const sorted = classes.sort((a, b) => (isNumeric(a) && isNumeric(b) ? Number(a) - Number(b) : a < b ? -1 : 1));
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
  return { task: "classification", positive: chosen, negative: sorted.find((label) => label !== chosen)! };
}

function manyClasses(path: string, classes: readonly string[]): AssayError {
  const some = classes.slice(0, 5).join(", ");
  return new AssayError(
    `${path}: labels hold ${classes.length} classes (${some}${classes.length > 5 ? ", …" : ""}); more than two cannot be compared yet`,
    { code: "many-classes", file: path, hint: "keep two classes, or give labels that are values" },
  );
}

/** The label of each row as a number: 1 for the positive class, 0 for the other, or the value. */
export function labelNumbers(file: PredictionFile, reading: LabelReading): Float64Array {
  if (reading.task === "regression") return Float64Array.from(file.label, Number);
  return Float64Array.from(file.label, (label) => Number(label === reading.positive));
}

/** Probabilities lie in [0, 1]. */
export function checkProbabilities({ path, prediction }: PredictionFile): void {
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
