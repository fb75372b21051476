import { defaultsOf } from "../parameters.js";
import type { Learner } from "../types.js";
import { cholesky, choleskyInverse, choleskySolve, quadraticForm } from "./cholesky.js";
import { fitLinear } from "./fit.js";
import { linearPredictor } from "./gram.js";
import { interceptOf, leastSquares } from "./least-squares.js";
import { type EncodedRows, type LinearMethod, type LinearRecipe, linearRules, rootMeanSquare } from "./recipe.js";

function recipe({ design, labels, weights }: EncodedRows): LinearRecipe {
  const squares = leastSquares(design, labels, weights);
  const { gram, right, means, weight } = squares;
  const p = design.width;
  return {
    penalties: [1000, 100, 10, 1, 0.1],
    fit(penalty) {
      const coefficients = choleskySolve(cholesky(gram, p, penalty), right);
      return [{ intercept: interceptOf(squares, coefficients), coefficients }];
    },
    standardErrors(penalty, [fit]) {
      const inverse = choleskyInverse(cholesky(gram, p, penalty), p);
      let degrees = 1;
      for (let a = 0; a < p; a++) degrees += 1 - penalty * inverse[a * p + a]!;
      let residual = 0;
      linearPredictor(design, fit!.intercept, fit!.coefficients).forEach((score, i) => {
        residual += weights[i]! * (labels[i]! - score) ** 2;
      });
      const variance = weight > degrees ? residual / (weight - degrees) : Number.NaN;
      return [
        {
          intercept: Math.sqrt(variance * (1 / weight + quadraticForm(inverse, means))),
          coefficients: Float64Array.from({ length: p }, (_, a) => Math.sqrt(variance * inverse[a * p + a]!)),
        },
      ];
    },
  };
}

const method: LinearMethod = { link: () => "identity", metric: rootMeanSquare, recipe };

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
  fit: (input) => fitLinear(ridge, input, linearRules, method),
};
