import { requireFinite } from "./require-finite.js";

/** Values of rows summed over independent units. */
export interface UnitTotals {
  /** Sum of the values of each unit's rows. */
  sum: Float64Array;
  /** Number of rows of each unit. */
  count: Float64Array;
  /** Rows in all. */
  rows: number;
}

/**
 * Sums a value per row over its independent units (days, customers): what the tests over units work on. Units without a
 * row are left out. Where no units are given, each row is one.
 *
 * @param unitOfRow any whole number ≥ 0 per row; equal numbers are one unit.
 * @throws RangeError where lengths differ, or a value is not a finite number (naming the row).
 * @example unitTotals([1, 2, 4], Int32Array.of(0, 0, 1)) // { sum: [3, 4], count: [2, 1], rows: 3 }
 */
export function unitTotals(values: ArrayLike<number>, unitOfRow?: ArrayLike<number>): UnitTotals {
  requireFinite(values, "values");
  const rows = values.length;
  if (!unitOfRow) return { sum: Float64Array.from(values), count: new Float64Array(rows).fill(1), rows };
  if (unitOfRow.length !== rows) throw new RangeError(`rows differ: ${rows} values, ${unitOfRow.length} units of rows`);
  const placeOf = new Map<number, number>();
  const sum = new Float64Array(rows);
  const count = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let place = placeOf.get(unitOfRow[row]!);
    if (place === undefined) placeOf.set(unitOfRow[row]!, (place = placeOf.size));
    sum[place]! += values[row]!;
    count[place]!++;
  }
  return { sum: sum.slice(0, placeOf.size), count: count.slice(0, placeOf.size), rows };
}
