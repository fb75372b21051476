import type { Metric, MetricInput } from "../metrics/metric.js";
import { measureOnUnits } from "./on-units.js";
import type { UnitDraws } from "./resampling.js";

export interface Bootstrap {
  /** The metric on the rows as they are. */
  estimate: number;
  /** The metric in each draw; NaN where the drawn rows do not define it. */
  replicates: Float64Array;
}

/**
 * Metrics of one set of predictions, on the rows and in every bootstrap draw of their units. Metrics that are functions
 * of sums are summed once per unit, and those with the same terms (all of the confusion table) once per draw; medians
 * are cumulated by unit. From 20,000 rows on the area under the ROC curve is linearised: see `Metric.linear`.
 *
 * @param unitOfRow index of each row's unit, 0 ≤ index < draws.units.
 * @returns one bootstrap per metric, in their order.
 * @throws RangeError where lengths differ.
 * @example bootstrapMetrics([accuracy, rocAuc], { label, prediction }, unitOfRow, draws)[0].estimate
 */
export function bootstrapMetrics(
  metrics: readonly Metric[],
  input: MetricInput,
  unitOfRow: Int32Array,
  draws: UnitDraws,
): Bootstrap[] {
  const onUnits = measureOnUnits(metrics, input, unitOfRow, draws.units);
  const results = onUnits
    .values()
    .map((estimate): Bootstrap => ({ estimate, replicates: new Float64Array(draws.draws) }));
  const counts = new Float64Array(draws.pools);
  for (let block = 0; block < draws.blocks; block++) {
    const onPools = onUnits.pooled(draws.poolOfUnit(block), draws.pools);
    for (let draw = draws.firstDraw(block); draw < draws.firstDraw(block + 1); draw++) {
      draws.poolCounts(draw, counts);
      onPools(counts).forEach((value, index) => (results[index]!.replicates[draw] = value));
    }
  }
  return results;
}

/**
 * One metric on the rows and in every bootstrap draw: see {@link bootstrapMetrics}, which shares work among several.
 *
 * @example bootstrapMetric(accuracy, { label, prediction }, unitOfRow, draws).replicates
 */
export const bootstrapMetric = (
  metric: Metric,
  input: MetricInput,
  unitOfRow: Int32Array,
  draws: UnitDraws,
): Bootstrap => bootstrapMetrics([metric], input, unitOfRow, draws)[0]!;
