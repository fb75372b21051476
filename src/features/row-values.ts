import type { Column, Dataset } from "./dataset.js";

/** What a row holds of one feature: a number, a category, or null where it is missing. */
export type RowValue = number | string | null;

/** A feature as far as reading a row needs it. */
interface Read {
  name: string;
  type: "numeric" | "categorical";
}

/**
 * The values of one row of a table, by feature.
 *
 * @returns one a feature, in their order; null where the value is missing or not finite.
 * @example rowValues(table.dataset, 0) // [12, "EWR", null]
 */
export const rowValues = ({ columns }: Dataset, row: number): RowValue[] =>
  columns.map((column) => {
    if (column.kind === "categorical") return column.codes[row]! < 0 ? null : column.categories[column.codes[row]!]!;
    return Number.isFinite(column.values[row]) ? column.values[row]! : null;
  });

/**
 * A table of one row, as scorers read it: what {@link rowValues} gave, or a reader chose.
 *
 * @param values one a feature, in their order. A category may be one that no model has seen.
 * @example fromJSON(document).predict(oneRow([{ name: "tenure", type: "numeric" }], [12]))
 */
export const oneRow = (features: readonly Read[], values: readonly RowValue[]): Dataset => ({
  rows: 1,
  columns: features.map(({ name, type }, index): Column => {
    const value = values[index] ?? null;
    if (type === "numeric") return { name, kind: "numeric", values: Float64Array.of(Number(value ?? Number.NaN)) };
    return {
      name,
      kind: "categorical",
      codes: Int32Array.of(value === null ? -1 : 0),
      categories: value === null ? [] : [String(value)],
    };
  }),
});
