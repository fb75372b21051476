import { seeded } from "../lib/random.js";
import type { Metric, MetricInput } from "../metrics/metric.js";
import type { Estimate } from "../stats/estimate.js";
import { jackknifeMetrics } from "../stats/jackknife.js";
import { unitDraws } from "../stats/resampling.js";
import { tQuantile } from "../stats/student-t.js";

/**
 * A metric on the rows of one window with its interval over independent units: the jackknife's standard error and
 * Student's t with one degree of freedom less than units, which holds for a week of days where resampling is too narrow.
 *
 * @param unit index of each row's unit; any whole numbers.
 * @returns bounds are NaN, and the method says why, with fewer than two units or where the units do not vary.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 11
 * @example realisedMetric(getMetric("mae"), { label, prediction }, dayOfRow, { level: 0.95, seed: 1 })
 */
export function realisedMetric(
  metric: Metric,
  input: MetricInput & { label: Float64Array },
  unit: Int32Array,
  { level, seed }: { level: number; seed: number },
): Estimate {
  const n = unit.length;
  const places = new Map<number, number>();
  for (const name of unit) if (!places.has(name)) places.set(name, places.size);
  const units = places.size;
  const estimate = n === 0 ? Number.NaN : metric.prepare(input)();
  const none = (method: string): Estimate => ({
    estimate,
    lower: Number.NaN,
    upper: Number.NaN,
    level,
    method,
    n,
    units,
  });
  if (units < 2) return none(n === 0 ? "none-no-labels" : "none-one-unit");
  const [left] = jackknifeMetrics(
    [metric],
    input,
    unit.map((name) => places.get(name)!),
    unitDraws({ units, draws: 1, random: seeded(seed) }),
  );
  const groups = left!.length;
  const mean = left!.reduce((sum, value) => sum + value, 0) / groups;
  const squares = left!.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = tQuantile((1 + level) / 2, groups - 1) * Math.sqrt(((groups - 1) / groups) * squares);
  if (!Number.isFinite(half)) return none("none-undefined-draws");
  if (half === 0) return none("none-zero-variance");
  const [least, most] = metric.range;
  return {
    estimate,
    lower: Math.max(least, estimate - half),
    upper: Math.min(most, estimate + half),
    level,
    method: "jackknife-t",
    n,
    units,
  };
}
