import type { Metric, MetricInput, Sums } from "../metrics/metric.js";
import { ColumnSums } from "./column-sums.js";
import { weightedMedian } from "./weighted-median.js";

/** From this many rows on a metric that can be linearised is. */
export const fewestLinear = 20_000;

/** The metrics under a weight for each pool, in their order. The array is written again by the next call. */
type OfWeights = (weights: Float64Array) => Float64Array;

export interface OnUnits {
  /** The metrics on the rows as they are. */
  values(): number[];
  /** The metrics as functions of weights of pools of units. */
  pooled(poolOfUnit: Int32Array, pools: number): OfWeights;
}

/**
 * Reads the rows once for metrics that are then asked for under many sets of unit weights, each in the cheapest way
 * that the metric knows: sums by unit, a median by unit, or weights of all rows.
 *
 * @throws RangeError where lengths differ.
 */
export function measureOnUnits(
  metrics: readonly Metric[],
  input: MetricInput,
  unitOfRow: Int32Array,
  units: number,
): OnUnits {
  const rows = unitOfRow.length;
  if (input.label.length !== rows || input.prediction.length !== rows)
    throw new RangeError(
      `rows differ: ${input.label.length} labels, ${input.prediction.length} predictions, ${rows} units of rows`,
    );
  const unitSums = new ColumnSums(units);
  const placesOf = new Map<unknown, number[]>();
  const bySums: { index: number; places: number[]; sums: Float64Array; value: Sums["fromSums"] }[] = [];
  const byMedian: { index: number; grouped: ReturnType<typeof weightedMedian> }[] = [];
  const byWeights: { index: number; value: (weights?: ArrayLike<number>) => number }[] = [];
  metrics.forEach((metric, index) => {
    const linear = rows >= fewestLinear ? metric.linear?.(input) : null;
    const keep = (places: number[], value: Sums["fromSums"]): unknown =>
      bySums.push({ index, places, sums: new Float64Array(places.length), value });
    if (linear) keep(unitSums.add(linear.terms, unitOfRow), linear.fromSums);
    else if (metric.sums) {
      const { terms, fromSums } = metric.sums;
      const places = placesOf.get(terms) ?? unitSums.add(terms(input), unitOfRow);
      placesOf.set(terms, places);
      keep(places, fromSums);
    } else if (metric.medianOf) byMedian.push({ index, grouped: weightedMedian(metric.medianOf(input), input.weight) });
    else byWeights.push({ index, value: metric.prepare(input) });
  });

  const pooled = (poolOfUnit: Int32Array, pools: number): OfWeights => {
    const sums = unitSums.pooled(poolOfUnit, pools);
    const byRow = byMedian.length + byWeights.length > 0;
    const poolOfRow = byRow ? unitOfRow.map((unit) => poolOfUnit[unit]!) : unitOfRow;
    const medians = byMedian.map(({ grouped }) => grouped(poolOfRow, pools));
    const rowWeights = new Float64Array(byWeights.length > 0 ? rows : 0);
    const result = new Float64Array(metrics.length);
    return (weights) => {
      const totals = sums.totals(weights);
      for (const { index, places, sums: own, value } of bySums) {
        for (let i = 0; i < own.length; i++) own[i] = totals[places[i]!]!;
        result[index] = value(own);
      }
      byMedian.forEach(({ index }, i) => (result[index] = medians[i]!(weights)));
      for (let row = 0; row < rowWeights.length; row++) rowWeights[row] = weights[poolOfRow[row]!]!;
      for (const { index, value } of byWeights) result[index] = value(rowWeights);
      return result;
    };
  };

  return {
    pooled,
    values() {
      const single = Int32Array.from({ length: units }, (_, unit) => unit);
      return Array.from(pooled(single, units)(new Float64Array(units).fill(1)));
    },
  };
}
