import { defaultsOf } from "../parameters.js";
import type { Learner } from "../types.js";
import { cholesky, choleskyInverse, choleskySolve, quadraticForm } from "./cholesky.js";
import { fitLinear, type LinearFit, linearRules, type LinearRecipe } from "./fit.js";
import { centred, crossMoments, linearPredictor, moments } from "./gram.js";
import type { Design } from "../../features/encoding.js";

function recipe(design: Design, labels: Float64Array, weights: Float64Array): LinearRecipe {
  const all = moments(design, weights);
  const { weight, sums } = all;
  const gram = centred(all);
  const p = sums.length;
  let mean = 0;
  for (let i = 0; i < labels.length; i++) mean += (weights[i]! * labels[i]!) / weight;
  const { cross, total } = crossMoments(
    design,
    labels.map((label, i) => weights[i]! * (label - mean)),
  );
  const right = cross.map((sum, a) => sum - (sums[a]! * total) / weight);
  return {
    link: "identity",
    metric: "rmse",
    fit(penalty): LinearFit {
      const lower = cholesky(gram, p, penalty);
      const coefficients = choleskySolve(lower, right);
      const means = sums.map((sum) => sum / weight);
      let intercept = mean;
      for (let a = 0; a < p; a++) intercept -= means[a]! * coefficients[a]!;
      const inverse = choleskyInverse(lower, p);
      let degrees = 1;
      for (let a = 0; a < p; a++) degrees += 1 - penalty * inverse[a * p + a]!;
      let squares = 0;
      linearPredictor(design, intercept, coefficients).forEach((score, i) => {
        squares += weights[i]! * (labels[i]! - score) ** 2;
      });
      const variance = weight > degrees ? squares / (weight - degrees) : Number.NaN;
      return {
        intercept,
        coefficients,
        interceptStandardError: Math.sqrt(variance * (1 / weight + quadraticForm(inverse, means))),
        standardErrors: Float64Array.from({ length: p }, (_, a) => Math.sqrt(variance * inverse[a * p + a]!)),
        gram,
        weight,
      };
    },
    validationMetric(values, predictions, rowWeights) {
      let squares = 0;
      let total = 0;
      for (let i = 0; i < values.length; i++) {
        squares += rowWeights[i]! * (values[i]! - predictions[i]!) ** 2;
        total += rowWeights[i]!;
      }
      return Math.sqrt(squares / total);
    },
  };
}

/**
 * Least squares with a penalty on the squared coefficients: minimises Σw(y − b − xᵀβ)² + penalty·βᵀβ, the intercept
 * free, in closed form. Standard errors are those of the posterior under the penalty as a prior, σ²(XᵀWX + penalty·I)⁻¹,
 * with σ² over weight minus effective degrees of freedom; NaN (null in JSON) where none are left.
 *
 * @see Hoerl & Kennard (1970), Technometrics 12
 */
export const ridge: Learner = {
  name: "ridge",
  title: "Ridge regression",
  family: "linear",
  tasks: ["regression"],
  maxClasses: 0,
  defaults: defaultsOf(linearRules),
  description: "A weighted sum of the features, with coefficients held small.",
  fit: (input) => fitLinear(ridge, input, recipe),
};
