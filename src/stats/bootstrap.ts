import type { Metric, MetricInput } from "../metrics/metric.js";
import { ColumnSums } from "./column-sums.js";
import type { UnitDraws } from "./resampling.js";

export interface Bootstrap {
  /** The metric on the rows as they are. */
  estimate: number;
  /** The metric in each draw; NaN where the drawn rows do not define it. */
  replicates: Float64Array;
}

/**
 * Metrics of one set of predictions, on the rows and in every bootstrap draw of their units. Metrics that are functions
 * of sums are summed once per unit, and those with the same terms (all of the confusion table) once per draw.
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
  const rows = unitOfRow.length;
  if (input.label.length !== rows || input.prediction.length !== rows)
    throw new RangeError(
      `rows differ: ${input.label.length} labels, ${input.prediction.length} predictions, ${rows} units of rows`,
    );
  const results = metrics.map((): Bootstrap => ({ estimate: Number.NaN, replicates: new Float64Array(draws.draws) }));
  const sums = new ColumnSums(draws.units);
  const placesOf = new Map<unknown, number[]>();
  const bySums: { index: number; places: number[]; value: (sums: ArrayLike<number>) => number }[] = [];
  const byWeights: { index: number; value: (weights?: ArrayLike<number>) => number }[] = [];
  metrics.forEach((metric, index) => {
    if (!metric.sums) {
      byWeights.push({ index, value: metric.prepare(input) });
      return;
    }
    const { terms, fromSums } = metric.sums;
    const places = placesOf.get(terms) ?? sums.add(terms(input), unitOfRow);
    placesOf.set(terms, places);
    bySums.push({ index, places, value: fromSums });
  });
  const counts = new Float64Array(draws.units).fill(1);
  const writeSums = (write: (result: Bootstrap, value: number) => void): void => {
    const totals = sums.totals(counts);
    for (const { index, places, value } of bySums)
      write(results[index]!, value(Float64Array.from(places, (place) => totals[place]!)));
  };
  writeSums((result, value) => (result.estimate = value));
  for (const { index, value } of byWeights) results[index]!.estimate = value();
  const weights = new Float64Array(rows);
  for (let draw = 0; draw < draws.draws; draw++) {
    draws.counts(draw, counts);
    writeSums((result, value) => (result.replicates[draw] = value));
    if (byWeights.length === 0) continue;
    for (let row = 0; row < rows; row++) weights[row] = counts[unitOfRow[row]!]!;
    for (const { index, value } of byWeights) results[index]!.replicates[draw] = value(weights);
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
