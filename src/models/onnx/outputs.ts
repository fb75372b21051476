import { AssayError } from "../../lib/errors.js";
import type { OnnxTensor, OnnxValue } from "./runtime.js";

/** Which outputs are read, and which class each column of probabilities is. */
export interface OutputPlan {
  values: string;
  label: string | null;
}

const isFloat = ({ isTensor, type }: OnnxValue): boolean => isTensor && (type === "float32" || type === "float64");

/**
 * Finds the output that holds values or probabilities, and for classes the one that holds labels, where there is one.
 *
 * @throws AssayError `no-output`: of a map of probabilities it says how to export a tensor.
 */
export function planOutputs(file: string, outputs: readonly OnnxValue[], isClasses: boolean): OutputPlan {
  const floats = outputs.filter(isFloat);
  const values = (isClasses ? floats.find(({ name }) => /prob/i.test(name)) : undefined) ?? floats[0];
  const label = isClasses
    ? outputs.find(({ isTensor, type }) => isTensor && /^(string|int64|int32)$/.test(type!))
    : null;
  if (values) return { values: values.name, label: label?.name ?? null };
  const names = outputs.map(({ name, isTensor, type }) => `${name} (${isTensor ? type : "a map"})`).join(", ");
  const what = isClasses ? "probabilities" : "values";
  throw new AssayError(`${file}: no output holds ${what} as float numbers; outputs are ${names}`, {
    code: "no-output",
    file,
    hint: isClasses
      ? 'export probabilities as a tensor: convert_sklearn(…, options={"zipmap": False})'
      : "export the predicted value as float32",
  });
}

const closeToOne = 1e-3;

/** A column of values, one a row. */
export function readValues(file: string, name: string, { data }: OnnxTensor, rows: number): Float64Array {
  if (data.length !== rows)
    throw new AssayError(`${file}: output "${name}" holds ${data.length} values for ${rows} rows; expected one a row`, {
      code: "wrong-width",
      file,
      hint: "export a model with one output value",
    });
  return Float64Array.from(data as ArrayLike<number>);
}

/**
 * Probabilities, one a row and class, row-major; a single column is that of the second of two classes.
 *
 * @throws AssayError `wrong-width`, or `no-probability` where the numbers are none.
 */
export function readProbabilities(
  file: string,
  name: string,
  { data }: OnnxTensor,
  rows: number,
  classes: number,
): Float64Array {
  const given = Float64Array.from(data as ArrayLike<number>);
  const single = given.length === rows && classes === 2;
  if (!single && given.length !== rows * classes)
    throw new AssayError(
      `${file}: output "${name}" holds ${given.length / rows} numbers a row; the target has ${classes} classes`,
      { code: "wrong-width", file, hint: "train the model on the project's classes" },
    );
  const all = single ? new Float64Array(2 * rows) : given;
  if (single)
    given.forEach((p, row) => {
      all[2 * row] = 1 - p;
      all[2 * row + 1] = p;
    });
  for (let row = 0; row < rows; row++) {
    const own = all.subarray(row * classes, (row + 1) * classes);
    const sum = own.reduce((total, p) => total + p, 0);
    if (own.every((p) => p >= 0 && p <= 1 + closeToOne) && Math.abs(sum - 1) < closeToOne) continue;
    throw new AssayError(
      `${file}: output "${name}" of row ${row + 1} is ${Array.from(own, (p) => p.toPrecision(3)).join(", ")}; expected probabilities, which add up to 1`,
      { code: "no-probability", file, row: row + 1, hint: "export the model with its softmax or logistic function" },
    );
  }
  return all;
}

/**
 * The class of each column of probabilities: as the file beside the model says; else, where the model's labels are
 * texts, in order of code point (as scikit-learn's); else the project's own order, the positive class second.
 *
 * @returns for each of the project's classes its column.
 * @throws AssayError `class-order` where labels and probabilities contradict that, or name other classes.
 */
export function classColumns(
  file: string,
  classes: readonly string[],
  listed: readonly string[] | null,
  labels: readonly (string | number)[] | null,
  probabilities: Float64Array,
): number[] {
  const isText = typeof labels?.[0] === "string";
  const order = listed ?? (isText ? [...classes].sort((a, b) => (a < b ? -1 : 1)) : classes);
  const fault = (message: string): AssayError =>
    new AssayError(`${file}: ${message}`, {
      code: "class-order",
      file,
      hint: `write ${file}.json: {"classes": [${classes.map((name) => JSON.stringify(name)).join(", ")}]}, in the order of the probabilities`,
    });
  const columns = classes.map((name) => order.indexOf(name));
  if (order.length !== classes.length || columns.includes(-1))
    throw fault(`classes are ${order.join(", ")}; the project's are ${classes.join(", ")}`);
  if (!labels) return columns;
  const width = classes.length;
  let against = 0;
  labels.forEach((label, row) => {
    const own = Array.from(probabilities.subarray(row * width, (row + 1) * width));
    const likeliest = own.indexOf(Math.max(...own));
    const named = isText ? order.indexOf(String(label)) : Number(label);
    if (isText && named < 0) throw fault(`label "${label}" of row ${row + 1} is none of the project's classes`);
    if (named !== likeliest) against++;
  });
  if (against > labels.length / 2)
    throw fault(
      `in ${against} of ${labels.length} rows the label is not the likeliest class of the order ${order.join(", ")}`,
    );
  return columns;
}
