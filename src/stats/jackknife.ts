import type { Metric, MetricInput } from "../metrics/metric.js";
import { measureOnUnits } from "./on-units.js";
import type { UnitDraws } from "./resampling.js";

/** Enough for an acceleration, and few enough for metrics that read all rows for each value. */
const mostGroups = 256;

/**
 * Metrics of one set of predictions without each unit, or, of more than 256 units, without each of 256 random groups of
 * them: what `bcaInterval` takes its acceleration from. The groups come from the draws, so that the values of two models
 * are paired and a gain's are their differences.
 *
 * @param unitOfRow index of each row's unit, 0 ≤ index < draws.units.
 * @param draws those of the bootstrap.
 * @returns one array per metric, in their order.
 * @throws RangeError where lengths differ.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, §11.5 (groups) and §14.3
 * @example jackknifeMetrics([mae], { label, prediction }, unitOfRow, draws)[0].length // 61
 */
export function jackknifeMetrics(
  metrics: readonly Metric[],
  input: MetricInput,
  unitOfRow: Int32Array,
  draws: UnitDraws,
): Float64Array[] {
  const groups = Math.min(draws.units, mostGroups);
  const groupOfUnit = draws.deal(groups);
  const value = measureOnUnits(metrics, input, unitOfRow, draws.units).pooled(groupOfUnit, groups);
  const results = metrics.map(() => new Float64Array(groups));
  const weights = new Float64Array(groups).fill(1);
  for (let group = 0; group < groups; group++) {
    weights[group] = 0;
    value(weights).forEach((left, index) => (results[index]![group] = left));
    weights[group] = 1;
  }
  return results;
}
