import type { Estimate } from "./estimate.js";
import { normalQuantile, normalUpper } from "./normal.js";

export interface DeLong {
  /** Area under the ROC curve of each set of predictions. */
  auc: number[];
  /** Covariances of the areas, of the same rows. */
  covariance: number[][];
}

/**
 * Areas under ROC curves of several predictions of the same rows, with their covariances, in O(n log n). Rows must be
 * independent.
 *
 * @param label 0 or 1 per row.
 * @param predictions scores per model, each as long as `label`.
 * @returns NaN areas where a class is absent, NaN covariances where a class has fewer than two rows.
 * @see DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845; Sun & Xu (2014), IEEE Signal Processing Letters 21, 1389–1393
 * @example deLong([0, 1, 1, 0], [[0.1, 0.8, 0.4, 0.5]]).auc // [0.75]
 */
export function deLong(label: ArrayLike<number>, predictions: readonly ArrayLike<number>[]): DeLong {
  const positives: number[] = [];
  const negatives: number[] = [];
  for (let row = 0; row < label.length; row++) (label[row] === 1 ? positives : negatives).push(row);
  const parts = predictions.map((prediction) => components(prediction, positives, negatives));
  const covariance = parts.map((a) =>
    parts.map(
      (b) =>
        covarianceOf(a.positive, b.positive) / positives.length +
        covarianceOf(a.negative, b.negative) / negatives.length,
    ),
  );
  return { auc: parts.map(({ positive }) => meanOf(positive)), covariance };
}

/**
 * DeLong's test that two models rank the same rows equally well, two-sided.
 *
 * @returns difference second − first, its standard error, z and p; z and p are NaN where the standard error is 0.
 * @example deLongTest(label, champion, challenger).pValue
 */
export function deLongTest(
  label: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): { difference: number; standardError: number; statistic: number; pValue: number } {
  const { auc, covariance } = deLong(label, [first, second]);
  const difference = auc[1]! - auc[0]!;
  const variance = covariance[0]![0]! + covariance[1]![1]! - 2 * covariance[0]![1]!;
  const standardError = Math.sqrt(Math.max(variance, 0));
  const statistic = standardError > 0 ? difference / standardError : Number.NaN;
  return { difference, standardError, statistic, pValue: Math.min(1, 2 * normalUpper(Math.abs(statistic))) };
}

/**
 * Interval of one area under the ROC curve, on the logit scale so that it stays within 0 and 1.
 *
 * @param level of coverage, 0.95 by default.
 * @returns bounds are NaN, and the method `none-zero-variance`, where the classes are apart or the scores all tied.
 * @see Pepe (2003), The Statistical Evaluation of Medical Tests, §5.2
 * @example deLongInterval(label, prediction).lower
 */
export function deLongInterval(label: ArrayLike<number>, prediction: ArrayLike<number>, level = 0.95): Estimate {
  const { auc, covariance } = deLong(label, [prediction]);
  const area = auc[0]!;
  const standardError = Math.sqrt(covariance[0]![0]!);
  const n = label.length;
  if (!(standardError > 0 && area > 0 && area < 1))
    return { estimate: area, lower: Number.NaN, upper: Number.NaN, level, method: "none-zero-variance", n, units: n };
  const centre = Math.log(area / (1 - area));
  const half = (normalQuantile((1 + level) / 2) * standardError) / (area * (1 - area));
  const back = (logit: number): number => 1 / (1 + Math.exp(-logit));
  return {
    estimate: area,
    lower: back(centre - half),
    upper: back(centre + half),
    level,
    method: "delong-logit",
    n,
    units: n,
  };
}

/**
 * How far each row moves the area under the ROC curve, by DeLong's components: of independent rows the sum of squares is
 * DeLong's variance; of clusters, sum within the cluster first.
 *
 * @returns one value per row, in order; NaN where the area or its variance is not defined.
 * @see Obuchowski (1997), Biometrics 53, 567–578, for areas over clusters
 * @example aucInfluence([0, 1, 1, 0], [0.1, 0.8, 0.4, 0.5])
 */
export function aucInfluence(label: ArrayLike<number>, prediction: ArrayLike<number>): Float64Array {
  const positives: number[] = [];
  const negatives: number[] = [];
  for (let row = 0; row < label.length; row++) (label[row] === 1 ? positives : negatives).push(row);
  const { positive, negative } = components(prediction, positives, negatives);
  const area = meanOf(positive);
  const influence = new Float64Array(label.length);
  const write = (rows: readonly number[], shares: Float64Array): void => {
    const scale = rows.length > 1 ? 1 / Math.sqrt(rows.length * (rows.length - 1)) : Number.NaN;
    rows.forEach((row, i) => (influence[row] = scale * (shares[i]! - area)));
  };
  write(positives, positive);
  write(negatives, negative);
  return influence;
}

/** Share of the other class that each row beats, ties counting half. */
function components(
  prediction: ArrayLike<number>,
  positives: readonly number[],
  negatives: readonly number[],
): { positive: Float64Array; negative: Float64Array } {
  const above = Float64Array.from(positives, (row) => prediction[row]!);
  const below = Float64Array.from(negatives, (row) => prediction[row]!);
  if (above.some(Number.isNaN) || below.some(Number.isNaN))
    return { positive: above.fill(Number.NaN), negative: below.fill(Number.NaN) };
  return { positive: shareBelow(above, below), negative: shareBelow(below, above).map((share) => 1 - share) };
}

/** For each value, the share of `others` below it, ties counting half. */
function shareBelow(values: Float64Array, others: Float64Array): Float64Array {
  const ascending = others.slice().sort();
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const shares = new Float64Array(values.length);
  let below = 0;
  let notAbove = 0;
  for (const index of order) {
    while (below < ascending.length && ascending[below]! < values[index]!) below++;
    while (notAbove < ascending.length && ascending[notAbove]! <= values[index]!) notAbove++;
    shares[index] = (below + notAbove) / 2 / ascending.length;
  }
  return shares;
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function covarianceOf(a: Float64Array, b: Float64Array): number {
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  return (
    a.reduce((sum, value, i) => sum + (value - meanA) * (b[i]! - meanB), 0) / (a.length > 1 ? a.length - 1 : Number.NaN)
  );
}
