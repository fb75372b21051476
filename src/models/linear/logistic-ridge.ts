import type { Design } from "../../features/encoding.js";
import { logistic } from "../model.js";
import { defaultsOf } from "../parameters.js";
import type { Learner } from "../types.js";
import { cholesky, choleskyInverse, choleskySolve, quadraticForm } from "./cholesky.js";
import { fitLinear, type LinearFit, linearRules, type LinearRecipe } from "./fit.js";
import { centred, crossMoments, linearPredictor, moments } from "./gram.js";

const mostIterations = 100;

/** −log P(label), from the score, without overflow. */
const rowLoss = (label: number, score: number): number =>
  Math.max(score, 0) - score * label + Math.log1p(Math.exp(-Math.abs(score)));

function recipe(design: Design, labels: Float64Array, weights: Float64Array): LinearRecipe {
  const own = moments(design, weights);
  const gram = centred(own);
  const p = design.width;

  const objective = (penalty: number, intercept: number, coefficients: Float64Array): number => {
    let sum = 0;
    linearPredictor(design, intercept, coefficients).forEach((score, i) => {
      sum += weights[i]! * rowLoss(labels[i]!, score);
    });
    return sum + (penalty / 2) * coefficients.reduce((squares, c) => squares + c * c, 0);
  };

  /** Newton's step, the intercept taken out, and what standard errors need. */
  const newton = (penalty: number, intercept: number, coefficients: Float64Array) => {
    const chance = linearPredictor(design, intercept, coefficients).map(logistic);
    const curvature = moments(
      design,
      chance.map((q, i) => weights[i]! * Math.max(q * (1 - q), 1e-16)),
    );
    const { cross, total } = crossMoments(
      design,
      chance.map((q, i) => weights[i]! * (labels[i]! - q)),
    );
    const lower = cholesky(centred(curvature), p, penalty);
    const { sums, weight } = curvature;
    const right = cross.map((sum, a) => sum - penalty * coefficients[a]! - (sums[a]! * total) / weight);
    const step = choleskySolve(lower, right);
    const interceptStep = (total - sums.reduce((dot, sum, a) => dot + sum * step[a]!, 0)) / weight;
    return { step, interceptStep, lower, means: sums.map((sum) => sum / weight), weight };
  };

  return {
    link: "logistic",
    metric: "logLoss",
    fit(penalty, start): LinearFit {
      const share = labels.reduce((sum, label, i) => sum + weights[i]! * label, 0) / own.weight;
      let coefficients: Float64Array = start?.coefficients ?? new Float64Array(p);
      let intercept = start?.intercept ?? Math.log(share / (1 - share));
      let value = objective(penalty, intercept, coefficients);
      for (let iteration = 0; iteration < mostIterations; iteration++) {
        const { step, interceptStep } = newton(penalty, intercept, coefficients);
        const largest = step.reduce((most, s) => Math.max(most, Math.abs(s)), Math.abs(interceptStep));
        let length = 1;
        for (let halving = 0; halving < 30; halving++, length /= 2) {
          const nextCoefficients = coefficients.map((c, a) => c + length * step[a]!);
          const nextIntercept = intercept + length * interceptStep;
          const nextValue = objective(penalty, nextIntercept, nextCoefficients);
          if (!(nextValue <= value + 1e-9 * Math.abs(value))) continue;
          coefficients = nextCoefficients;
          intercept = nextIntercept;
          value = nextValue;
          break;
        }
        if (!(largest > 1e-10)) break;
      }
      const { lower, means, weight } = newton(penalty, intercept, coefficients);
      const inverse = choleskyInverse(lower, p);
      return {
        intercept,
        coefficients,
        interceptStandardError: Math.sqrt(1 / weight + quadraticForm(inverse, means)),
        standardErrors: Float64Array.from({ length: p }, (_, a) => Math.sqrt(inverse[a * p + a]!)),
        gram,
        weight: own.weight,
      };
    },
    validationMetric(codes, probabilities, rowWeights) {
      let sum = 0;
      let total = 0;
      for (let i = 0; i < codes.length; i++) {
        sum -= rowWeights[i]! * Math.log(Math.max(probabilities[2 * i + codes[i]!]!, 1e-15));
        total += rowWeights[i]!;
      }
      return sum / total;
    },
  };
}

/**
 * Logistic regression with a penalty on the squared coefficients: minimises Σw·logLoss + penalty/2·βᵀβ, the intercept
 * free, by Newton's method with step halving (iteratively reweighted least squares). Standard errors come from the
 * inverse of the penalised Hessian. scikit-learn's C is 1/penalty.
 *
 * @see le Cessie & van Houwelingen (1992), Applied Statistics 41
 */
export const logisticRidge: Learner = {
  name: "logistic-ridge",
  title: "Ridge logistic regression",
  family: "linear",
  tasks: ["classification"],
  maxClasses: 2,
  defaults: defaultsOf(linearRules),
  description: "A weighted sum of the features, as log odds, with coefficients held small.",
  fit: (input) => fitLinear(logisticRidge, input, recipe),
};
