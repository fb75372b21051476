import type { Dataset } from "../../features/dataset.js";
import { AssayError } from "../../lib/errors.js";

const split = (names: string): string[] =>
  names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/**
 * Directions in which predictions may move with each feature: 1 up, −1 down, 0 both.
 *
 * @param increasing names of features, separated by commas; `decreasing` likewise.
 * @throws AssayError for a name that is no numeric feature, or is in both lists.
 */
export function readDirections({ columns }: Dataset, increasing: string, decreasing: string): Int8Array {
  const directions = new Int8Array(columns.length);
  for (const [names, direction] of [
    [split(increasing), 1],
    [split(decreasing), -1],
  ] as const)
    for (const name of names) {
      const at = columns.findIndex((column) => column.name === name);
      const problem =
        at < 0
          ? `no feature "${name}"; features are ${columns.map((column) => column.name).join(", ") || "none"}`
          : columns[at]!.kind !== "numeric"
            ? `feature "${name}" is categorical; only a numeric one has a direction`
            : directions[at] !== 0
              ? `feature "${name}" is named twice`
              : null;
      if (problem)
        throw new AssayError(`gradient-boosted-trees: ${problem}`, {
          code: "bad-parameter",
          column: name,
          hint: "correct increasing and decreasing: names of numeric features, separated by commas",
        });
      directions[at] = direction;
    }
  return directions;
}
