import type { Column, Dataset } from "../../features/dataset.js";
import { AssayError } from "../../lib/errors.js";
import { findColumns } from "../columns.js";
import type { ModelDocument } from "../types.js";
import type { OnnxRuntime, OnnxTensor, OnnxValue } from "./runtime.js";

type FeatureName = ModelDocument["features"][number];

/** One column of a matrix: a number, or the indicator of a category. */
interface MatrixColumn {
  feature: FeatureName;
  category: string | null;
}

/** How the inputs of a model are filled: a feature each, or all in one matrix. */
export type InputPlan =
  | { kind: "columns"; inputs: { name: string; type: string; rank: number; feature: FeatureName }[] }
  | { kind: "matrix"; name: string; type: string; columns: MatrixColumn[] };

const arrays: Record<string, (values: Float64Array) => ArrayBufferView> = {
  float32: (values) => Float32Array.from(values),
  float64: (values) => values,
  int32: (values) => Int32Array.from(values),
  int64: (values) => BigInt64Array.from(Array.from(values, (value) => BigInt(value))),
};
const numberTypes = Object.keys(arrays);
const isWhole = (type: string): boolean => type.startsWith("int");

const wordsOf = ({ name, isTensor, type, shape = [] }: OnnxValue): string =>
  `"${name}" (${isTensor ? `${type} [${shape.map((size) => size || "?").join(", ")}]` : "no tensor"})`;

/** Size of a dimension, where the model fixes it. */
const fixedSize = (size: number | string | undefined): number | null =>
  typeof size === "number" && size > 0 ? size : null;

function columnPlan(file: string, inputs: readonly OnnxValue[], features: readonly FeatureName[]): InputPlan {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return {
    kind: "columns",
    inputs: inputs.map((input) => {
      const { name, isTensor, type = "", shape = [] } = input;
      const feature = byName.get(name);
      if (!feature)
        throw new AssayError(
          `${file}: no feature "${name}", which the model asks for; features are ${features.map((f) => f.name).join(", ")}`,
          { code: "missing-column", file, column: name, hint: "rename the model's input, or add the feature" },
        );
      const expected = feature.kind === "numeric" ? numberTypes : ["string"];
      const width = shape.length > 1 ? fixedSize(shape[1]) : 1;
      if (!isTensor || !expected.includes(type) || shape.length > 2 || (width !== null && width !== 1))
        throw new AssayError(
          `${file}: input ${wordsOf(input)} does not fit the feature "${name}", which is ${feature.kind}; expected ${expected.join(" or ")} [rows, 1]`,
          { code: "wrong-kind", file, column: name, hint: `export "${name}" as ${expected[0]}` },
        );
      return { name, type, rank: Math.max(1, shape.length), feature };
    }),
  };
}

function matrixColumn(file: string, text: string, byName: ReadonlyMap<string, FeatureName>): MatrixColumn {
  const whole = byName.get(text);
  if (whole?.kind === "numeric") return { feature: whole, category: null };
  const at = text.indexOf("=");
  const feature = byName.get(text.slice(0, Math.max(at, 0)));
  if (feature?.kind === "categorical") return { feature, category: text.slice(at + 1) };
  const message = whole
    ? `"${text}" is categorical; a matrix takes the indicator of one of its categories`
    : `no feature "${text}"; features are ${[...byName.keys()].join(", ")}`;
  throw new AssayError(`${file}.json: ${message}`, {
    code: "missing-column",
    file: `${file}.json`,
    column: text,
    hint: whole ? `write "${text}=CATEGORY", one entry a category` : "correct the name",
  });
}

function matrixPlan(
  file: string,
  input: OnnxValue,
  features: readonly FeatureName[],
  listed: readonly string[] | null,
): InputPlan {
  const { name, type = "", shape = [] } = input;
  const width = fixedSize(shape[1]);
  if (!listed)
    throw new AssayError(
      `${file}: input ${wordsOf(input)} is a matrix${width === null ? "" : ` of ${width} columns`}, and nothing says which features they are`,
      {
        code: "no-sidecar",
        file,
        hint: `write ${file}.json: {"features": ["age", "contract=Two year"]}, one entry a column, in order`,
      },
    );
  if (!["float32", "float64"].includes(type))
    throw new AssayError(`${file}: input ${wordsOf(input)}: expected a matrix of float32 or float64`, {
      code: "wrong-kind",
      file,
      column: name,
      hint: "export the model with a float input",
    });
  if (width !== null && width !== listed.length)
    throw new AssayError(`${file}.json lists ${listed.length} features; the matrix "${name}" has ${width} columns`, {
      code: "wrong-width",
      file: `${file}.json`,
      column: name,
      hint: "list one feature a column, in order",
    });
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return { kind: "matrix", name, type, columns: listed.map((text) => matrixColumn(file, text, byName)) };
}

/**
 * Decides how a model's inputs are filled, by name and type: inputs named as features take one each; a single matrix
 * takes the columns that the file beside the model lists.
 *
 * @throws AssayError `missing-column`, `wrong-kind`, `no-sidecar` or `wrong-width`: each names input, expected, came.
 */
export function planInputs(
  file: string,
  inputs: readonly OnnxValue[],
  features: readonly FeatureName[],
  listed: readonly string[] | null,
): InputPlan {
  const [only] = inputs;
  const isMatrix =
    inputs.length === 1 &&
    only!.isTensor &&
    only!.shape?.length === 2 &&
    fixedSize(only!.shape[1]) !== 1 &&
    (listed !== null || !features.some(({ name }) => name === only!.name));
  return isMatrix ? matrixPlan(file, only!, features, listed) : columnPlan(file, inputs, features);
}

/** The features that a model reads, in the order of its inputs. */
export function featuresRead(plan: InputPlan): FeatureName[] {
  const read = plan.kind === "columns" ? plan.inputs : plan.columns;
  return [...new Map(read.map(({ feature }) => [feature.name, feature])).values()];
}

function numbers(file: string, column: Column, type: string): Float64Array {
  if (column.kind !== "numeric") throw new RangeError(`${column.name} is no numeric column`);
  if (isWhole(type))
    column.values.forEach((value, row) => {
      if (!Number.isInteger(value))
        throw new AssayError(
          `${file}: input "${column.name}" takes ${type}; the feature is ${Number.isNaN(value) ? "missing" : value} in row ${row + 1}`,
          {
            code: "wrong-kind",
            file,
            column: column.name,
            row: row + 1,
            hint: `export "${column.name}" as float32, or fill what is missing in features.sql`,
          },
        );
    });
  return column.values;
}

/** The text of each row; a missing category is the empty text. */
const texts = (column: Column): string[] =>
  column.kind === "categorical" ? Array.from(column.codes, (code) => (code < 0 ? "" : column.categories[code]!)) : [];

/** Rows as the model's inputs; a missing number is NaN. */
export function feedsOf(
  { Tensor }: OnnxRuntime,
  file: string,
  plan: InputPlan,
  data: Dataset,
): Record<string, OnnxTensor> {
  const { rows } = data;
  if (plan.kind === "columns") {
    const columns = findColumns(
      data,
      plan.inputs.map(({ feature }) => feature),
    );
    return Object.fromEntries(
      plan.inputs.map(({ name, type, rank }, k) => {
        const column = columns[k]!;
        const values = type === "string" ? texts(column) : arrays[type]!(numbers(file, column, type));
        return [name, new Tensor(type, values, rank === 2 ? [rows, 1] : [rows])];
      }),
    );
  }
  const { name, type, columns } = plan;
  const width = columns.length;
  const matrix = new Float64Array(rows * width);
  findColumns(
    data,
    columns.map(({ feature }) => feature),
  ).forEach((column, k) => {
    const wanted = column.kind === "categorical" ? column.categories.indexOf(columns[k]!.category!) : -1;
    for (let row = 0; row < rows; row++)
      matrix[row * width + k] =
        column.kind === "numeric" ? column.values[row]! : wanted >= 0 && column.codes[row] === wanted ? 1 : 0;
  });
  return { [name]: new Tensor(type, arrays[type]!(matrix), [rows, width]) };
}
