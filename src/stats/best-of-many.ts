import type { Estimate } from "./estimate.js";
import { sortedNumbers, sortedQuantile, standardDeviation } from "./intervals.js";
import type { ReplicatedValue } from "./model-confidence-set.js";

export interface BestOfMany {
  /** Index of the model with the best value. */
  best: number;
  /** How much its value owes to having been chosen on these rows, ≥ 0, in the metric's unit. */
  optimism: number;
  /**
   * The value with the optimism removed. The interval covers the chosen model's true value however it was chosen among
   * them, and holds the value as observed.
   */
  corrected: Estimate;
}

/**
 * The best of several models judged on the rows that chose it: its value looks better than it is, by luck. Twelve equal
 * challengers, the best picked, "clear 0" in 11–20 % of cases by the plain interval.
 *
 * Optimism: the mean error of the winner where models are as far apart as the rows show beyond noise (the spread of the
 * values, shrunken by the share of noise in it), over the bootstrap's errors. Interval: simultaneous over the models, by
 * the bootstrap distribution of the largest studentised error.
 *
 * Of twelve equal models it removes 93 to 96 % of the optimism, and its lower bound clears the truth in 2.4 % of cases
 * with 2,000 draws, 3 % with 300.
 *
 * @param models values with replicates on common draws, of a metric or of gains over one champion.
 * @param direction of the values; gains are maximised.
 * @param rows what was judged: `n` rows in `units` independent units.
 * @param level of coverage, 0.95 by default.
 * @returns bounds are NaN, and the method `none-zero-variance`, where no model's value varies.
 * @throws RangeError without a model, or where the numbers of replicates differ.
 * @see Efron & Morris (1973), JASA 68, 117–130 (shrinkage); Berk, Brown, Buja, Zhang & Zhao (2013), Annals of Statistics
 * 41, 802–837 (intervals that hold whichever was chosen)
 * @example bestOfMany(gains, "maximize", { n: 1409, units: 1409 }).corrected.lower
 */
export function bestOfMany(
  models: readonly ReplicatedValue[],
  direction: "maximize" | "minimize",
  rows: { n: number; units: number },
  level = 0.95,
): BestOfMany {
  const draws = models[0]?.replicates.length;
  if (draws === undefined) throw new RangeError("at least one model is needed");
  if (models.some(({ replicates }) => replicates.length !== draws)) throw new RangeError("replicates differ in number");
  const sign = direction === "maximize" ? 1 : -1;
  const values = models.map(({ estimate }) => sign * estimate);
  const errors = models.map(({ estimate, replicates }) =>
    Float64Array.from(replicates, (value) => sign * (value - estimate)),
  );
  const best = values.reduce((top, value, model) => (value > values[top]! ? model : top), 0);
  const scale = errors.map(standardDeviation);
  const optimism = Math.max(0, meanErrorOfWinner(shrunken(values, errors), errors));
  const largest = (side: 1 | -1): number => sortedQuantile(largestErrors(errors, scale, side), (1 + level) / 2);
  const [above, below] = [largest(1) * scale[best]!, largest(-1) * scale[best]!];
  const known = scale[best]! > 0 && Number.isFinite(above + below);
  const [low, high] = sign === 1 ? [above, below] : [below, above];
  const chosen = models[best]!.estimate;
  return {
    best,
    optimism: known ? optimism : Number.NaN,
    corrected: {
      estimate: known ? chosen - sign * optimism : Number.NaN,
      lower: known ? chosen - low : Number.NaN,
      upper: known ? chosen + high : Number.NaN,
      level,
      method: known ? "simultaneous-bootstrap" : "none-zero-variance",
      ...rows,
    },
  };
}

/** Values drawn towards their mean by the share of their spread that noise explains. */
function shrunken(values: readonly number[], errors: readonly Float64Array[]): number[] {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  let noise = 0;
  const draws = errors[0]!.length;
  for (let draw = 0; draw < draws; draw++) {
    let center = 0;
    for (const error of errors) center += error[draw]! / errors.length;
    for (const error of errors) noise += (error[draw]! - center) ** 2 / draws;
  }
  const kept = spread > 0 ? Math.max(0, 1 - noise / spread) : 0;
  return values.map((value) => mean + Math.sqrt(kept) * (value - mean));
}

/** On each draw the model with the best value plus error wins: the mean of the winners' errors beyond their own means. */
function meanErrorOfWinner(values: readonly number[], errors: readonly Float64Array[]): number {
  const draws = errors[0]!.length;
  const means = errors.map((error) => error.reduce((sum, value) => sum + value / draws, 0));
  let sum = 0;
  for (let draw = 0; draw < draws; draw++) {
    let winner = 0;
    for (let model = 1; model < values.length; model++)
      if (values[model]! + errors[model]![draw]! > values[winner]! + errors[winner]![draw]!) winner = model;
    sum += errors[winner]![draw]! - means[winner]!;
  }
  return sum / draws;
}

/** On each draw the largest studentised error of any model, to one side; sorted. */
function largestErrors(errors: readonly Float64Array[], scale: readonly number[], side: 1 | -1): Float64Array {
  const largest = new Float64Array(errors[0]!.length).fill(Number.NEGATIVE_INFINITY);
  errors.forEach((error, model) => {
    if (!(scale[model]! > 0)) return;
    for (let draw = 0; draw < largest.length; draw++)
      largest[draw] = Math.max(largest[draw]!, (side * error[draw]!) / scale[model]!);
  });
  return sortedNumbers(largest);
}
