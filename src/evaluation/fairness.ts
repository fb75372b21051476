import type { CategoricalColumn } from "../features/dataset.js";
import type { Estimate } from "../stats/estimate.js";
import { newcombeInterval } from "../stats/newcombe.js";
import { wilsonInterval } from "../stats/wilson.js";
import { rowsOfSegments } from "./by-segment.js";
import { unitMeanDifference } from "./unit-mean-difference.js";
import { unitMean } from "./unit-mean.js";

/** Groups with fewer rows are shown by their n and compared with nobody. */
const minimumRows = 30;

/** A mean over rows in each group of an attribute, and the largest difference between any two of them. */
export interface GroupGap {
  attribute: string;
  groups: { value: string; mean: Estimate }[];
  /** Groups too small to compare. */
  leftOut: string[];
  /** ≥ 0. NaN with fewer than two groups to compare. */
  gap: Estimate;
  /** The groups with the largest and the smallest mean; null where there are none. */
  between: [string, string] | null;
}

interface Group {
  value: string;
  rows: Int32Array;
  mean: Estimate;
}

/**
 * The largest difference between groups, with an interval that holds for whichever pair it is: its lower end is the
 * largest of the pairs' lower ends, each at a level that allows for the number of pairs; its upper end the largest of
 * their upper ends, which needs no such allowance, since the true largest difference is one pair's.
 */
function largestGap(groups: readonly Group[], level: number, compare: (a: Group, b: Group, at: number) => Estimate) {
  const pairs = groups.flatMap((a, i) => groups.slice(i + 1).map((b) => [a, b] as const));
  const corrected = 1 - (1 - level) / pairs.length;
  let [lower, upper] = [0, 0];
  let method = "none";
  for (const [a, b] of pairs) {
    const wide = compare(a, b, corrected);
    const plain = compare(a, b, level);
    method = plain.method;
    lower = Math.max(lower, wide.lower, -wide.upper);
    upper = Math.max(upper, plain.upper, -plain.lower);
  }
  return { lower, upper, method };
}

/**
 * How a mean over rows (such as accuracy, or the mean absolute error) differs across the groups of an attribute. A share
 * of independent rows by Wilson's and Newcombe's intervals; else over units. Groups of fewer than 30 rows are left out of the comparison, and missing
 * values belong to no group.
 *
 * @param value of each row: 0 or 1 for whether the model is right, or its error.
 * @param unit unit of each row, as any whole number ≥ 0.
 * @param units number of independent units; equal to the rows where they are independent.
 * @see Newcombe (1998), Statistics in Medicine 17, 873–890
 * @example groupGap(senior, right, rows.unit, rows.units.length, 0.95).gap
 */
export function groupGap(
  column: CategoricalColumn,
  value: Float64Array,
  unit: Int32Array,
  units: number,
  level: number,
): GroupGap {
  const counted = units === value.length && value.every((each) => each === 0 || each === 1);
  const successes = (rows: Int32Array): number => rows.reduce((sum, row) => sum + value[row]!, 0);
  const all = rowsOfSegments(column).map(({ value: name, rows }): Group => ({
    value: name,
    rows,
    mean: counted
      ? wilsonInterval(successes(rows), rows.length, level)
      : unitMean(value, unit, level, rows),
  })); // prettier-ignore
  const groups = all.filter(({ rows }) => rows.length >= minimumRows);
  const ordered = [...groups].sort((a, b) => b.mean.estimate - a.mean.estimate);
  const [best, worst] = [ordered[0], ordered.at(-1)];
  const { lower, upper, method } = largestGap(groups, level, (a, b, at) =>
    counted
      ? newcombeInterval(
          { successes: successes(a.rows), n: a.rows.length },
          { successes: successes(b.rows), n: b.rows.length },
          at,
        )
      : unitMeanDifference(value, unit, at, a.rows, b.rows),
  );
  const found = groups.length > 1;
  const n = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  return {
    attribute: column.name,
    groups: all.map(({ value: name, mean }) => ({ value: name, mean })),
    leftOut: all.filter((group) => !groups.includes(group)).map((group) => group.value),
    gap: {
      estimate: found ? best!.mean.estimate - worst!.mean.estimate : Number.NaN,
      lower: found ? lower : Number.NaN,
      upper: found ? upper : Number.NaN,
      level,
      method: found ? method : "none",
      n,
      units:
        units === value.length ? n : new Set(groups.flatMap(({ rows }) => Array.from(rows, (row) => unit[row]!))).size,
    },
    between: found ? [best!.value, worst!.value] : null,
  };
}
