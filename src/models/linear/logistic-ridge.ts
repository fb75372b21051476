import { defaultsOf } from "../parameters.js";
import type { Learner } from "../types.js";
import { fitLinear } from "./fit.js";
import { logisticMethod } from "./logistic.js";
import { classifierRules } from "./recipe.js";

const method = logisticMethod(() => 0);

/**
 * Logistic regression with a penalty on the squared coefficients: minimises Σw·logLoss + penalty/2·Σβ², the intercepts
 * free, by Newton's method with step halving (iteratively reweighted least squares). More than two classes make one
 * multinomial model with a set of coefficients each, the intercepts adding up to 0. Standard errors come from the
 * inverse of the penalised Hessian. scikit-learn's C is 1/penalty.
 *
 * @see le Cessie & van Houwelingen (1992), Applied Statistics 41
 */
export const logisticRidge: Learner = {
  name: "logistic-ridge",
  title: "Ridge logistic regression",
  family: "linear",
  tasks: ["classification"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(classifierRules),
  description: "A weighted sum of the features, as log odds, with coefficients held small.",
  fit: (input) => fitLinear(logisticRidge, input, classifierRules, method),
};
