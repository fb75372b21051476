import { defaultsOf, proportion } from "../parameters.js";
import type { Learner } from "../types.js";
import { fitLinear } from "./fit.js";
import { linearRules } from "./recipe.js";
import { sparseLeastSquares } from "./sparse-least-squares.js";

const rules = { ...linearRules, lassoShare: proportion(0.5) };
const method = sparseLeastSquares(({ lassoShare }) => lassoShare as number);

/**
 * Least squares with a penalty on absolute and on squared coefficients: minimises Σw(y − b − xᵀβ)² / (2Σw) +
 * penalty·(lassoShare·Σ|β| + (1 − lassoShare)/2·βᵀβ), the intercept free, by coordinate descent on the Gram matrix.
 * `penalty` and `lassoShare` are scikit-learn's alpha and l1_ratio, glmnet's lambda and alpha. There are no standard
 * errors: they would be biased, as those of the lasso.
 *
 * @see Zou & Hastie (2005), Journal of the Royal Statistical Society B 67
 */
export const elasticNet: Learner = {
  name: "elastic-net",
  title: "Elastic net",
  family: "linear",
  tasks: ["regression"],
  maxClasses: 0,
  defaults: defaultsOf(rules),
  description: "A weighted sum of few features, where those that go together stay together.",
  fit: (input) => fitLinear(elasticNet, input, rules, method),
};
