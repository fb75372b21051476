import type { Bootstrap } from "./bootstrap.js";
import type { Estimate } from "./estimate.js";
import { percentileInterval } from "./intervals.js";

/**
 * A bootstrap as an estimate with its percentile interval. Where there is none, the bounds are NaN and the method says
 * why: `none-zero-variance`, `none-undefined-draws`.
 *
 * @param rows what was judged: `n` rows in `units` independent units.
 * @param method name where there is an interval, such as `paired-bootstrap`.
 * @example bootstrapEstimate(bootstrapMetric(rmse, input, unitOfRow, draws), { n: 55_000, units: 61 })
 */
export function bootstrapEstimate(
  { estimate, replicates }: Bootstrap,
  rows: { n: number; units: number },
  level = 0.95,
  method = "bootstrap",
): Estimate {
  const { lower, upper, reason } = percentileInterval(replicates, level);
  return { estimate, lower, upper, level, method: reason ? `none-${reason}` : method, n: rows.n, units: rows.units };
}
