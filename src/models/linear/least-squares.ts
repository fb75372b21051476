import type { Design } from "../../features/encoding.js";
import { centred, crossMoments, moments } from "./gram.js";

/** Weighted least squares with the intercept taken out: minimise ½βᵀ·gram·β − rightᵀβ. */
export interface LeastSquares {
  weight: number;
  /** Mean of each encoded column, and of the labels. */
  means: Float64Array;
  mean: number;
  /** Σw(x − m)(x − m)ᵀ, p × p, and Σw(x − m)(y − ȳ). */
  gram: Float64Array;
  right: Float64Array;
}

/** Sums over rows from which every penalty is solved. */
export function leastSquares(design: Design, labels: Float64Array, weights: Float64Array): LeastSquares {
  const all = moments(design, weights);
  const { weight, sums } = all;
  let mean = 0;
  for (let i = 0; i < labels.length; i++) mean += (weights[i]! * labels[i]!) / weight;
  const { cross, total } = crossMoments(
    design,
    labels.map((label, i) => weights[i]! * (label - mean)),
  );
  return {
    weight,
    means: sums.map((sum) => sum / weight),
    mean,
    gram: centred(all),
    right: cross.map((sum, a) => sum - (sums[a]! * total) / weight),
  };
}

/** The intercept that makes the mean prediction the mean label. */
export function interceptOf({ mean, means }: LeastSquares, coefficients: Float64Array): number {
  let intercept = mean;
  for (let a = 0; a < means.length; a++) intercept -= means[a]! * coefficients[a]!;
  return intercept;
}
