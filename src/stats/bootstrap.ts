import type { Metric, MetricInput } from "../metrics/metric.js";
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
  const bySums = new Map<
    Function,
    { unitSums: Float64Array; width: number; totals: Float64Array; members: number[] }
  >();
  const byWeights: { index: number; value: (weights?: ArrayLike<number>) => number }[] = [];
  metrics.forEach((metric, index) => {
    if (!metric.sums) {
      byWeights.push({ index, value: metric.prepare(input) });
      return;
    }
    const { width, terms } = metric.sums;
    let group = bySums.get(terms);
    if (!group) {
      const unitSums = sumByUnit(terms(input), width, unitOfRow, draws.units);
      bySums.set(terms, (group = { unitSums, width, totals: new Float64Array(width), members: [] }));
    }
    group.members.push(index);
  });
  const counts = new Float64Array(draws.units).fill(1);
  const eachGroup = (write: (index: number, value: number) => void): void => {
    for (const { unitSums, width, totals, members } of bySums.values()) {
      addWeighted(unitSums, width, counts, totals);
      for (const index of members) write(index, metrics[index]!.sums!.fromSums(totals));
    }
  };
  eachGroup((index, value) => (results[index]!.estimate = value));
  for (const { index, value } of byWeights) results[index]!.estimate = value();
  const weights = new Float64Array(rows);
  for (let draw = 0; draw < draws.draws; draw++) {
    draws.counts(draw, counts);
    eachGroup((index, value) => (results[index]!.replicates[draw] = value));
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

function sumByUnit(terms: Float64Array, width: number, unitOfRow: Int32Array, units: number): Float64Array {
  const sums = new Float64Array(units * width);
  for (let row = 0; row < unitOfRow.length; row++)
    for (let j = 0; j < width; j++) sums[unitOfRow[row]! * width + j]! += terms[row * width + j]!;
  return sums;
}

function addWeighted(unitSums: Float64Array, width: number, counts: Float64Array, totals: Float64Array): void {
  for (let j = 0; j < width; j++) {
    let total = 0;
    for (let unit = 0, at = j; unit < counts.length; unit++, at += width) {
      const count = counts[unit]!;
      if (count !== 0) total += count * unitSums[at]!;
    }
    totals[j] = total;
  }
}
