import type { Estimate } from "../stats/estimate.js";
import { tQuantile } from "../stats/student-t.js";

/**
 * A mean over rows with an interval over independent units: the ratio of unit totals, its variance from the residual
 * totals of the units (with the factor m/(m − 1)), and Student's t with m − 1 degrees of freedom.
 *
 * @param value one value per row.
 * @param unit unit of each row, as any whole number ≥ 0.
 * @param rows the rows that count; all by default.
 * @returns bounds are NaN with fewer than two units.
 * @see Cochran (1977), Sampling Techniques, §6.4 (the ratio estimator)
 */
export function unitMean(value: Float64Array, unit: Int32Array, level: number, rows?: Int32Array): Estimate {
  const n = rows ? rows.length : value.length;
  const totals = new Map<number, { sum: number; n: number }>();
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const i = rows ? rows[k]! : k;
    const total = totals.get(unit[i]!);
    if (total) {
      total.sum += value[i]!;
      total.n++;
    } else totals.set(unit[i]!, { sum: value[i]!, n: 1 });
    sum += value[i]!;
  }
  const estimate = sum / n;
  const m = totals.size;
  let squares = 0;
  for (const total of totals.values()) squares += (total.sum - estimate * total.n) ** 2;
  const half = m < 2 ? Number.NaN : tQuantile((1 + level) / 2, m - 1) * (Math.sqrt((m / (m - 1)) * squares) / n);
  return { estimate, lower: estimate - half, upper: estimate + half, level, method: "unit-mean", n, units: m };
}
