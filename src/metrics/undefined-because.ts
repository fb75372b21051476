import { formatCount } from "../lib/format.js";
import type { Metric, MetricInput } from "./metric.js";

const rowsOf = (count: number): string => `${formatCount(count)} ${count === 1 ? "row" : "rows"}`;

/** `2 rows of 10 (the first is row 3): the label is 0`; null where no row is meant. */
export function reasonOfRows(rows: number, meant: (row: number) => boolean, what: string): string | null {
  let [count, first] = [0, -1];
  for (let row = 0; row < rows; row++)
    if (meant(row)) {
      count++;
      if (first < 0) first = row;
    }
  return count === 0 ? null : `in ${rowsOf(count)} of ${formatCount(rows)} (the first is row ${first + 1}) ${what}`;
}

/**
 * Why these rows do not define a metric, in plain words for a note or a warning; null where they do.
 *
 * @example undefinedBecause(mape, { label: [0, 1], prediction: [1, 1] }) // "in 1 row of 2 (the first is row 1) the label is 0"
 */
export function undefinedBecause(metric: Metric, input: MetricInput): string | null {
  if (!Number.isNaN(metric.prepare(input)())) return null;
  const { label, prediction, weight, classes } = input;
  const rows = label.length;
  if (rows === 0) return "there is no row";
  if (weight && !Array.from(weight).some((value) => value > 0)) return "every row has the weight 0";
  const missing = reasonOfRows(
    rows,
    (row) => Number.isNaN(label[row]! + prediction[row]!),
    "the label or the prediction is missing",
  );
  if (missing) return missing;
  const own = metric.undefinedBecause?.(input);
  if (own) return own;
  if (metric.task === "regression") return "the labels do not vary";
  const names = classes ?? ["0", "1"];
  const seen = new Set(Array.from(label));
  const absent = names.filter((_, j) => !seen.has(j));
  if (absent.length > 0) return `no row has the class ${absent.join(", ")}`;
  return "the model gives every row the same answer";
}
