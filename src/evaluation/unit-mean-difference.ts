import type { Estimate } from "../stats/estimate.js";
import { tQuantile } from "../stats/student-t.js";

const meanOf = (value: Float64Array, rows: Int32Array): number =>
  rows.reduce((sum, row) => sum + value[row]!, 0) / rows.length;

/**
 * The difference of two groups' means over rows, with an interval over independent units that may hold rows of both:
 * the variance of the linearised residual totals of the units (with the factor m/(m − 1)), and Student's t with m − 1
 * degrees of freedom.
 *
 * @param value one value per row; `unit` the unit of each row.
 * @param a rows of the first group; `b` those of the second. No row is in both.
 * @returns bounds are NaN with fewer than two units.
 * @see Cochran (1977), Sampling Techniques, §6.4 (ratio estimators); Binder (1983), International Statistical Review 51
 */
export function unitMeanDifference(
  value: Float64Array,
  unit: Int32Array,
  level: number,
  a: Int32Array,
  b: Int32Array,
): Estimate {
  const totals = new Map<number, number>();
  const add = (rows: Int32Array, mean: number, sign: number): void => {
    for (const row of rows) {
      const residual = (sign * (value[row]! - mean)) / rows.length;
      totals.set(unit[row]!, (totals.get(unit[row]!) ?? 0) + residual);
    }
  };
  const [first, second] = [meanOf(value, a), meanOf(value, b)];
  add(a, first, 1);
  add(b, second, -1);
  const units = totals.size;
  let squares = 0;
  for (const total of totals.values()) squares += total ** 2;
  const half =
    units < 2 ? Number.NaN : tQuantile((1 + level) / 2, units - 1) * Math.sqrt((units / (units - 1)) * squares);
  const estimate = first - second;
  return {
    estimate,
    lower: estimate - half,
    upper: estimate + half,
    level,
    method: "unit-mean-difference",
    n: a.length + b.length,
    units,
  };
}
