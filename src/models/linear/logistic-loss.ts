import type { Design } from "../../features/encoding.js";
import { logistic, softmaxRows } from "../model.js";
import { cholesky, choleskyInverse } from "./cholesky.js";
import { crossMoments, linearPredictor, moments } from "./gram.js";
import type { Coefficients } from "./recipe.js";

/** Slope and curvature of the log loss at a point, with the intercepts taken out: they follow from the coefficients. */
export interface Quadratic {
  /** Of all outputs' coefficients, one output after the other. */
  slope: Float64Array;
  /** Square, as wide as `slope` is long; positive semi-definite. */
  curvature: Float64Array;
  /** Best change of the intercepts for a change of the coefficients. */
  interceptStep(step: Float64Array): Float64Array;
  /** Variance of each intercept, from that of the coefficients. */
  interceptVariance(variance: Float64Array): Float64Array;
}

/** log(1 + exp(score)) − label·score, without overflow. */
const binaryLoss = (label: number, score: number): number =>
  Math.max(score, 0) - score * label + Math.log1p(Math.exp(-Math.abs(score)));

const scoresOf = (design: Design, point: readonly Coefficients[]): Float64Array[] =>
  point.map(({ intercept, coefficients }) => linearPredictor(design, intercept, coefficients));

/**
 * Σw·logLoss of a linear classifier. One output gives log odds of label 1; several are class scores, whose softmax are
 * the probabilities: adding a number to all intercepts changes nothing, and they are kept to a sum of 0.
 *
 * @param labels 0 or 1 for one output, else the index of an output.
 */
export function logisticLoss(design: Design, labels: Float64Array, weights: Float64Array, outputs: number) {
  const n = design.rows;
  const p = design.width;

  function loss(point: readonly Coefficients[]): number {
    const scores = scoresOf(design, point);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      if (outputs === 1) {
        sum += weights[i]! * binaryLoss(labels[i]!, scores[0]![i]!);
        continue;
      }
      let largest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < outputs; k++) largest = Math.max(largest, scores[k]![i]!);
      let total = 0;
      for (let k = 0; k < outputs; k++) total += Math.exp(scores[k]![i]! - largest);
      sum += weights[i]! * (Math.log(total) + largest - scores[labels[i]!]![i]!);
    }
    return sum;
  }

  /** One array an output. */
  function chances(point: readonly Coefficients[]): Float64Array[] {
    const scores = scoresOf(design, point);
    if (outputs === 1) return [scores[0]!.map(logistic)];
    const rows = new Float64Array(n * outputs);
    scores.forEach((column, k) => column.forEach((score, i) => (rows[i * outputs + k] = score)));
    softmaxRows(rows, outputs);
    return scores.map((column, k) => column.map((_, i) => rows[i * outputs + k]!));
  }

  function quadratic(point: readonly Coefficients[]): Quadratic {
    const chance = chances(point);
    const width = outputs * p;
    const slope = new Float64Array(width);
    const interceptSlope = new Float64Array(outputs);
    const curvature = new Float64Array(width * width);
    const border = new Float64Array(width * outputs);
    const corner = new Float64Array(outputs * outputs);
    for (let k = 0; k < outputs; k++) {
      const isLabel = (i: number): number => (outputs === 1 ? labels[i]! : labels[i] === k ? 1 : 0);
      const { cross, total } = crossMoments(
        design,
        chance[k]!.map((q, i) => weights[i]! * (q - isLabel(i))),
      );
      slope.set(cross, k * p);
      interceptSlope[k] = total;
      for (let l = 0; l <= k; l++) {
        const { weight, sums, gram } = moments(
          design,
          chance[k]!.map((q, i) =>
            k === l ? weights[i]! * Math.max(q * (1 - q), 1e-16) : -weights[i]! * q * chance[l]![i]!,
          ),
        );
        corner[k * outputs + l] = corner[l * outputs + k] = weight;
        for (let a = 0; a < p; a++) {
          border[(k * p + a) * outputs + l] = border[(l * p + a) * outputs + k] = sums[a]!;
          for (let b = 0; b < p; b++)
            curvature[(k * p + a) * width + l * p + b] = curvature[(l * p + b) * width + k * p + a] = gram[a * p + b]!;
        }
      }
    }
    return withoutIntercepts({ slope, interceptSlope, curvature, border, corner }, outputs);
  }

  return { loss, quadratic };
}

interface Full {
  slope: Float64Array;
  interceptSlope: Float64Array;
  curvature: Float64Array;
  /** Coefficients by intercepts. */
  border: Float64Array;
  corner: Float64Array;
}

/** The Schur complement: what is left once each change of coefficients is met by the best change of intercepts. */
function withoutIntercepts({ slope, interceptSlope, curvature, border, corner }: Full, outputs: number): Quadratic {
  const width = slope.length;
  let trace = 0;
  for (let k = 0; k < outputs; k++) trace += corner[k * outputs + k]!;
  // Several intercepts have a direction without curvature, (1, …, 1); any number there makes the corner invertible.
  const added = outputs > 1 ? trace / outputs : 0;
  const inverse = choleskyInverse(
    cholesky(
      corner.map((value) => value + added),
      outputs,
      0,
    ),
    outputs,
  );
  if (added > 0) for (let at = 0; at < inverse.length; at++) inverse[at]! -= 1 / (outputs * outputs * added);
  const gain = new Float64Array(width * outputs);
  for (let a = 0; a < width; a++)
    for (let k = 0; k < outputs; k++)
      for (let l = 0; l < outputs; l++) gain[a * outputs + k]! += border[a * outputs + l]! * inverse[l * outputs + k]!;
  for (let a = 0; a < width; a++) {
    for (let k = 0; k < outputs; k++) slope[a]! -= gain[a * outputs + k]! * interceptSlope[k]!;
    for (let b = 0; b < width; b++)
      for (let k = 0; k < outputs; k++) curvature[a * width + b]! -= gain[a * outputs + k]! * border[b * outputs + k]!;
  }
  const times = (matrix: Float64Array, k: number, step: Float64Array): number =>
    step.reduce((sum, value, a) => sum + matrix[a * outputs + k]! * value, 0);
  return {
    slope,
    curvature,
    interceptStep: (step) =>
      Float64Array.from({ length: outputs }, (_, k) => {
        let change = -times(gain, k, step);
        for (let l = 0; l < outputs; l++) change -= inverse[k * outputs + l]! * interceptSlope[l]!;
        return change;
      }),
    interceptVariance: (variance) =>
      Float64Array.from({ length: outputs }, (_, k) => {
        let sum = inverse[k * outputs + k]!;
        for (let a = 0; a < width; a++)
          for (let b = 0; b < width; b++)
            sum += gain[a * outputs + k]! * variance[a * width + b]! * gain[b * outputs + k]!;
        return sum;
      }),
  };
}
