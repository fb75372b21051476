import type { Design } from "../../features/encoding.js";
import { cholesky, choleskyInverse, choleskySolve, quadraticForm } from "./cholesky.js";
import { added, centred, crossMoments, linearPredictor, type Moments, moments } from "./gram.js";
import type { Coefficients } from "./recipe.js";

/** Coefficients with the scale that tells near rows from far ones. */
export interface HuberPoint extends Coefficients {
  scale: number;
}

/**
 * Huber's concomitant loss: Σw(σ + σ·h(r/σ)) + penalty·βᵀβ with h(z) = z² up to |z| = epsilon and linear beyond, convex
 * in the intercept, β and σ together.
 */
export function huberLoss(design: Design, labels: Float64Array, weights: Float64Array, epsilon: number) {
  const p = design.width;
  const total = weights.reduce((sum, weight) => sum + weight, 0);

  const residuals = ({ intercept, coefficients }: Coefficients): Float64Array =>
    linearPredictor(design, intercept, coefficients).map((score, i) => score - labels[i]!);

  function objective(point: HuberPoint, penalty: number): number {
    const { scale, coefficients } = point;
    let sum = total * scale;
    residuals(point).forEach((r, i) => {
      const size = Math.abs(r);
      sum += weights[i]! * (size <= epsilon * scale ? (r * r) / scale : epsilon * (2 * size - scale * epsilon));
    });
    return sum + penalty * coefficients.reduce((squares, c) => squares + c * c, 0);
  }

  /** Moments of the near rows: only those that came or went since the last step are summed. */
  let last: { weights: Float64Array; moments: Moments } = {
    weights: new Float64Array(design.rows),
    moments: moments(design, new Float64Array(design.rows)),
  };
  function nearMoments(nearWeights: Float64Array): Moments {
    const changes = nearWeights.map((weight, i) => weight - last.weights[i]!);
    last = { weights: nearWeights, moments: added(last.moments, moments(design, changes)) };
    return last.moments;
  }

  /** What Newton's step and the standard errors share: slopes and curvature of the near rows. */
  function local(point: HuberPoint) {
    const { scale } = point;
    const rows = residuals(point);
    const isNear = rows.map((r) => (Math.abs(r) <= epsilon * scale ? 1 : 0));
    const nearWeights = isNear.map((near, i) => near * weights[i]!);
    const pull = rows.map((r, i) => (isNear[i] ? (2 * r) / scale : 2 * epsilon * Math.sign(r)));
    const near = nearMoments(nearWeights);
    return { rows, nearWeights, pull, near, curvature: centred(near).map((sum) => (2 * sum) / scale) };
  }

  /** Newton's step for the coefficients, the intercept and the scale. */
  function newton(point: HuberPoint, penalty: number): HuberPoint {
    const { scale, coefficients } = point;
    const { rows, nearWeights, pull, near, curvature } = local(point);
    const slopes = crossMoments(
      design,
      pull.map((g, i) => weights[i]! * g),
    );
    const mixed = crossMoments(
      design,
      rows.map((r, i) => nearWeights[i]! * r),
    );
    let squares = 0;
    let far = total;
    rows.forEach((r, i) => {
      squares += nearWeights[i]! * r * r;
      far -= nearWeights[i]!;
    });
    const means = near.sums.map((sum) => sum / near.weight);
    const flat = (2 * near.weight) / scale;
    const scaleIntercept = (-2 * mixed.total) / scale ** 2;
    const slope = slopes.cross.map((g, a) => g + 2 * penalty * coefficients[a]! - means[a]! * slopes.total);
    const border = mixed.cross.map((sum, a) => (-2 * (sum - means[a]! * mixed.total)) / scale ** 2);
    const scaleSlope = total - squares / scale ** 2 - far * epsilon ** 2 - (scaleIntercept * slopes.total) / flat;
    const scaleCurvature = (2 * squares) / scale ** 3 - scaleIntercept ** 2 / flat;
    const lower = cholesky(curvature, p, 2 * penalty);
    const alone = choleskySolve(
      lower,
      slope.map((g) => -g),
    );
    const perScale = choleskySolve(lower, border);
    const dot = (x: Float64Array, y: Float64Array): number => x.reduce((sum, value, a) => sum + value * y[a]!, 0);
    const left = Math.max(scaleCurvature - dot(border, perScale), 1e-12 * scaleCurvature);
    const scaleStep = (-scaleSlope - dot(border, alone)) / left;
    const step = alone.map((value, a) => value - perScale[a]! * scaleStep);
    return {
      scale: scaleStep,
      coefficients: step,
      intercept: -(slopes.total + scaleIntercept * scaleStep) / flat - dot(means, step),
    };
  }

  /** The sandwich: inverse curvature, around the scatter of the rows' pulls, the scale taken as known. */
  function standardErrors(point: HuberPoint, penalty: number): Coefficients {
    const { pull, near, curvature } = local(point);
    const means = near.sums.map((sum) => sum / near.weight);
    const inverse = choleskyInverse(cholesky(curvature, p, 2 * penalty), p);
    const scatter = moments(
      design,
      pull.map((g, i) => weights[i]! * g * g),
    );
    const { sums, weight } = scatter;
    const middle = scatter.gram.map((sum, at) => {
      const a = Math.floor(at / p);
      const b = at % p;
      return sum - means[a]! * sums[b]! - sums[a]! * means[b]! + weight * means[a]! * means[b]!;
    });
    const rowOf = (a: number): Float64Array => inverse.subarray(a * p, (a + 1) * p);
    const pulled = Float64Array.from({ length: p }, (_, a) =>
      rowOf(a).reduce((sum, value, b) => sum + value * means[b]!, 0),
    );
    const flat = (2 * near.weight) / point.scale;
    const offset = sums.map((sum, a) => sum - weight * means[a]!);
    const cross = pulled.reduce((sum, value, a) => sum + value * offset[a]!, 0);
    return {
      intercept: Math.sqrt(weight / flat ** 2 - (2 * cross) / flat + quadraticForm(middle, pulled)),
      coefficients: Float64Array.from({ length: p }, (_, a) => Math.sqrt(quadraticForm(middle, rowOf(a)))),
    };
  }

  return { objective, newton, standardErrors, residuals };
}
