import { cholesky, choleskySolve } from "../linear/cholesky.js";
import { combine, vote } from "./scorer.js";

export interface Combination {
  coefficients: number[];
  intercepts: number[];
}

/** Minimises ½zᵀ·matrix·z − rightᵀz with the first `bounded` of z not negative, by cyclic coordinate descent. */
export function boundedMinimum(matrix: Float64Array, right: Float64Array, bounded: number): Float64Array {
  const p = right.length;
  const solve = (active: readonly number[]): Float64Array => {
    const size = active.length;
    const block = Float64Array.from({ length: size * size }, (_, at) => {
      return matrix[active[Math.floor(at / size)]! * p + active[at % size]!]!;
    });
    const solved = choleskySolve(
      cholesky(block, size, 0),
      Float64Array.from(active, (a) => right[a]!),
    );
    const z = new Float64Array(p);
    active.forEach((a, i) => (z[a] = solved[i]!));
    return z;
  };
  const all = Array.from({ length: p }, (_, a) => a);
  if (bounded === 0) return solve(all);
  const z = new Float64Array(p);
  for (let sweep = 0; sweep < 100_000; sweep++) {
    let change = 0;
    let largest = 0;
    for (let a = 0; a < p; a++) {
      let slope = right[a]!;
      for (let b = 0; b < p; b++) slope -= matrix[a * p + b]! * z[b]!;
      const next = z[a]! + slope / matrix[a * p + a]!;
      const kept = a < bounded ? Math.max(next, 0) : next;
      change = Math.max(change, Math.abs(kept - z[a]!));
      largest = Math.max(largest, Math.abs(kept));
      z[a] = kept;
    }
    if (change <= 1e-12 * largest) break;
  }
  const exact = solve(all.filter((a) => a >= bounded || z[a]! > 0));
  return exact.every((value, a) => Number.isFinite(value) && (a >= bounded || value >= 0)) ? exact : z;
}

/** Base predictions on rows that the base models have not seen, and the truth. */
interface Unseen {
  /** One array a base model: values, or rows × classes. */
  predictions: readonly Float64Array[];
  weights: Float64Array;
}

/** Least squares of the labels on the predictions, with a small penalty in units of the labels' variance. */
export function weighValues(
  { predictions, weights }: Unseen,
  labels: Float64Array,
  penalty: number,
  isBounded: boolean,
): Combination {
  const count = predictions.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const meanOf = (values: Float64Array): number =>
    values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total;
  const means = predictions.map(meanOf);
  const mean = meanOf(labels);
  const product = (x: Float64Array, xMean: number, y: Float64Array, yMean: number): number =>
    x.reduce((sum, value, i) => sum + weights[i]! * (value - xMean) * (y[i]! - yMean), 0);
  const variance = product(labels, mean, labels, mean) / total || 1;
  const matrix = new Float64Array(count * count);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++)
      matrix[a * count + b] =
        product(predictions[a]!, means[a]!, predictions[b]!, means[b]!) + (a === b ? penalty * variance : 0);
  const right = Float64Array.from(predictions, (said, b) => product(said, means[b]!, labels, mean));
  const coefficients = boundedMinimum(matrix, right, isBounded ? count : 0);
  return {
    coefficients: Array.from(coefficients),
    intercepts: [means.reduce((rest, m, b) => rest - coefficients[b]! * m, mean)],
  };
}

/**
 * Log-linear pooling: the score of a class is its intercept plus coefficients times the logarithms of the base models'
 * probabilities, one coefficient a model. Minimises Σw·logLoss + penalty/2·Σc² by Newton's method.
 */
export function weighClasses(
  { predictions, weights }: Unseen,
  codes: Int32Array,
  classes: number,
  penalty: number,
  isBounded: boolean,
): Combination {
  const count = predictions.length;
  const p = count + classes - 1;
  const votes = predictions.map((said) => said.map(vote));
  const asCombination = (z: Float64Array): Combination => ({
    coefficients: Array.from(z.subarray(0, count)),
    intercepts: [0, ...z.subarray(count)],
  });
  const chancesAt = (z: Float64Array): Float64Array => {
    const { coefficients, intercepts } = asCombination(z);
    return combine(predictions, coefficients, intercepts, true);
  };
  const objective = (z: Float64Array, chances: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < codes.length; i++)
      sum -= weights[i]! * Math.log(Math.max(chances[i * classes + codes[i]!]!, 1e-300));
    for (let b = 0; b < count; b++) sum += (penalty / 2) * z[b]! ** 2;
    return sum;
  };
  let z = new Float64Array(p);
  z.fill(1 / count, 0, count);
  let chances = chancesAt(z);
  let value = objective(z, chances);
  for (let step = 0; step < 100; step++) {
    const slope = new Float64Array(p);
    const curvature = new Float64Array(p * p);
    const mean = new Float64Array(p);
    const inputs = new Float64Array(p);
    for (let i = 0; i < codes.length; i++) {
      mean.fill(0);
      for (let c = 0; c < classes; c++) {
        const chance = chances[i * classes + c]!;
        for (let b = 0; b < count; b++) inputs[b] = votes[b]![i * classes + c]!;
        for (let k = 1; k < classes; k++) inputs[count + k - 1] = k === c ? 1 : 0;
        const excess = weights[i]! * (chance - (codes[i] === c ? 1 : 0));
        for (let a = 0; a < p; a++) {
          slope[a]! += excess * inputs[a]!;
          mean[a]! += chance * inputs[a]!;
          for (let b = 0; b < p; b++) curvature[a * p + b]! += weights[i]! * chance * inputs[a]! * inputs[b]!;
        }
      }
      for (let a = 0; a < p; a++)
        for (let b = 0; b < p; b++) curvature[a * p + b]! -= weights[i]! * mean[a]! * mean[b]!;
    }
    for (let a = 0; a < p; a++) {
      curvature[a * p + a]! += a < count ? penalty : 1e-9;
      if (a < count) slope[a]! += penalty * z[a]!;
    }
    const right = slope.map((s, a) => {
      let sum = -s;
      for (let b = 0; b < p; b++) sum += curvature[a * p + b]! * z[b]!;
      return sum;
    });
    const best = boundedMinimum(curvature, right, isBounded ? count : 0);
    const change = best.reduce((most, b, a) => Math.max(most, Math.abs(b - z[a]!)), 0);
    let moved = false;
    for (let halving = 0, length = 1; halving < 30 && !moved; halving++, length /= 2) {
      const next = z.map((old, a) => old + length * (best[a]! - old));
      const nextChances = chancesAt(next);
      const nextValue = objective(next, nextChances);
      if (!(nextValue <= value + 1e-12 * Math.abs(value))) continue;
      z = next;
      chances = nextChances;
      value = nextValue;
      moved = true;
    }
    if (!moved || change <= 1e-10) break;
  }
  return asCombination(z);
}
