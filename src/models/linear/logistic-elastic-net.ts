import { defaultsOf, proportion } from "../parameters.js";
import type { Learner } from "../types.js";
import { fitLinear } from "./fit.js";
import { logisticMethod } from "./logistic.js";
import { classifierRules } from "./recipe.js";

const rules = { ...classifierRules, lassoShare: proportion(0.5) };
const method = logisticMethod(({ lassoShare }) => lassoShare as number);

/**
 * Logistic regression with a penalty on absolute and on squared coefficients: minimises Σw·logLoss +
 * penalty·(lassoShare·Σ|β| + (1 − lassoShare)/2·Σβ²), the intercepts free, by proximal Newton steps, each solved by
 * coordinate descent; multinomial for more than two classes. scikit-learn's C is 1/penalty, its l1_ratio is
 * `lassoShare`. There are no standard errors: coefficients are biased and chosen by the data that would measure them.
 *
 * @see Friedman, Hastie & Tibshirani (2010), Journal of Statistical Software 33
 */
export const logisticElasticNet: Learner = {
  name: "logistic-elastic-net",
  title: "Elastic net logistic regression",
  family: "linear",
  tasks: ["classification"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(rules),
  description: "A weighted sum of few features, as log odds: coefficients that help little are 0.",
  fit: (input) => fitLinear(logisticElasticNet, input, rules, method),
};
