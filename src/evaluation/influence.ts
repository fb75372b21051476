import type { Metric, MetricInput } from "../metrics/metric.js";
import { aucInfluence } from "../stats/de-long.js";

/** Of the sum of sizes: with a fourth-order difference, both its error and rounding stay near 1e-12. */
const step = 1e-3;

/** Derivatives of a function of sums, each by a step in proportion to the size of what is summed. */
export function gradient(
  value: (sums: Float64Array) => number,
  totals: Float64Array,
  sizes: Float64Array,
): Float64Array {
  const at = totals.slice();
  return totals.map((total, j) => {
    const h = step * sizes[j]!;
    if (h === 0) return 0;
    const along = (steps: number): number => {
      at[j] = total + steps * h;
      return value(at);
    };
    const slope = (along(-2) - 8 * along(-1) + 8 * along(1) - along(2)) / (12 * h);
    at[j] = total;
    return slope;
  });
}

function influenceOfSums(
  { terms, fromSums }: NonNullable<Metric["sums"]>,
  input: MetricInput,
  unit: Int32Array,
  units: number,
): Float64Array {
  const rows = unit.length;
  const rowTerms = terms(input);
  const width = rowTerms.length / rows;
  const ofUnit = new Float64Array(units * width);
  for (let row = 0, at = 0; row < rows; row++)
    for (let j = 0, to = unit[row]! * width; j < width; j++) ofUnit[to + j]! += rowTerms[at++]!;
  const totals = new Float64Array(width);
  const sizes = new Float64Array(width);
  for (let i = 0; i < ofUnit.length; i++) {
    totals[i % width]! += ofUnit[i]!;
    sizes[i % width]! += Math.abs(ofUnit[i]!);
  }
  const slopes = gradient(fromSums, totals, sizes);
  const scale = Math.sqrt(units / (units - 1));
  return Float64Array.from({ length: units }, (_, u) => {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += slopes[j]! * ofUnit[u * width + j]!;
    return scale * sum;
  });
}

/** Metrics that are the area under the ROC curve up to a factor. */
const areas: Readonly<Record<string, number>> = { rocAuc: 1, gini: 2 };

/**
 * How far each independent unit moves a metric, scaled so that the sum of squares is the metric's variance: the linear
 * part of a function of unit sums with the factor m/(m − 1), or DeLong's components for the area under the ROC curve. Of
 * two models, the variance of their paired difference is the sum of squares of the difference.
 *
 * @param unit index of each row's unit, 0 ≤ index < units.
 * @returns one value per unit; null where the metric is neither, or not defined.
 * @see Cochran (1977), Sampling Techniques, §6.4; Binder (1983), International Statistical Review 51, 279–292;
 * Obuchowski (1997), Biometrics 53, 567–578, for areas over clusters
 * @example unitInfluence(getMetric("mae"), { label, prediction }, day, 61)
 */
export function unitInfluence(
  metric: Metric,
  input: MetricInput,
  unit: Int32Array,
  units: number,
): Float64Array | null {
  if (units < 2 || metric.signed) return null;
  const factor = areas[metric.name];
  if (metric.sums) {
    const influence = influenceOfSums(metric.sums, input, unit, units);
    return influence.some(Number.isNaN) ? null : influence;
  }
  if (factor === undefined || input.weight || input.classes) return null;
  const ofRow = aucInfluence(input.label, input.prediction);
  if (ofRow.some(Number.isNaN)) return null;
  const influence = new Float64Array(units);
  const scale = factor * (units === unit.length ? 1 : Math.sqrt(units / (units - 1)));
  for (let row = 0; row < unit.length; row++) influence[unit[row]!]! += scale * ofRow[row]!;
  return influence;
}

/** Smaller differences, beside the models' own values and errors, are rounding. */
const rounding = 1e-10;

/**
 * Standard error of the difference of two models' metrics from their influences.
 *
 * @param scale size of the metric's values, beside which rounding is told from variance.
 * @returns 0 where the difference does not vary.
 */
export function differenceError(a: Float64Array, b: Float64Array, scale: number): number {
  let squares = 0;
  let size = scale ** 2 / a.length;
  for (let u = 0; u < a.length; u++) {
    squares += (b[u]! - a[u]!) ** 2;
    size += a[u]! ** 2 + b[u]! ** 2;
  }
  return squares > size * rounding ** 2 ? Math.sqrt(squares) : 0;
}
