import { defaultsOf } from "../parameters.js";
import type { Learner } from "../types.js";
import { fitLinear } from "./fit.js";
import { linearRules } from "./recipe.js";
import { sparseLeastSquares } from "./sparse-least-squares.js";

const method = sparseLeastSquares(() => 1);

/**
 * Least squares with a penalty on the absolute coefficients, so that many are 0: minimises Σw(y − b − xᵀβ)² / (2Σw) +
 * penalty·Σ|β|, the intercept free, by coordinate descent on the Gram matrix. `penalty` is scikit-learn's alpha. There
 * are no standard errors: the lasso's coefficients are biased and chosen by the data that would measure them.
 *
 * @see Tibshirani (1996), Journal of the Royal Statistical Society B 58
 */
export const lasso: Learner = {
  name: "lasso",
  title: "Lasso",
  family: "linear",
  tasks: ["regression"],
  maxClasses: 0,
  defaults: defaultsOf(linearRules),
  description: "A weighted sum of few features: coefficients that help little are 0.",
  fit: (input) => fitLinear(lasso, input, linearRules, method),
};
