import type { CategoricalColumn, Column, Dataset } from "../features/dataset.js";
import { AssayError } from "../lib/errors.js";
import type { ModelDocument } from "./types.js";

type FeatureName = ModelDocument["features"][number];

/** Names and kinds of a dataset's columns, as a model document lists them. */
export const featuresOf = (data: Dataset): FeatureName[] => data.columns.map(({ name, kind }) => ({ name, kind }));

/**
 * The columns that a model reads, in its order.
 *
 * @throws AssayError `missing-column` (with the columns there are) or `wrong-kind`.
 */
export function findColumns(data: Dataset, features: readonly FeatureName[]): Column[] {
  const byName = new Map(data.columns.map((column) => [column.name, column]));
  return features.map(({ name, kind }) => {
    const column = byName.get(name);
    if (!column)
      throw new AssayError(
        `no column "${name}", which the model needs; columns are ${data.columns.map((c) => c.name).join(", ") || "none"}`,
        { code: "missing-column", column: name, hint: `add the column "${name}", or name it so` },
      );
    if (column.kind !== kind)
      throw new AssayError(`column "${name}" is ${column.kind}; the model was trained on a ${kind} one`, {
        code: "wrong-kind",
        column: name,
        hint: `give "${name}" as a ${kind} column`,
      });
    return column;
  });
}

/** Codes of a column as indexes into `levels`: −1 where missing, −2 where the category is not among them. */
export function codesIn(levels: readonly string[], column: CategoricalColumn): Int32Array {
  const index = new Map(levels.map((level, i) => [level, i]));
  const map = Int32Array.from(column.categories, (category) => index.get(category) ?? -2);
  return column.codes.map((code) => (code < 0 ? -1 : map[code]!));
}
