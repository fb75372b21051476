import { AssayError } from "../../lib/errors.js";
import { defaultsOf, type Rule } from "../parameters.js";
import type { Learner } from "../types.js";
import { cholesky, choleskySolve } from "./cholesky.js";
import { fitLinear } from "./fit.js";
import { huberLoss, type HuberPoint } from "./huber-loss.js";
import { interceptOf, leastSquares } from "./least-squares.js";
import {
  type Coefficients,
  type EncodedRows,
  type LinearMethod,
  type LinearRecipe,
  linearRules,
  meanAbsolute,
} from "./recipe.js";

const mostSteps = 200;

const epsilon: Rule<number> = {
  default: 1.35,
  accepts: (value): value is number => typeof value === "number" && value > 1 && value < Infinity,
  expected: "a number above 1",
};
const rules = { ...linearRules, epsilon };

function recipe({ design, labels, weights, learner }: EncodedRows, far: number): LinearRecipe {
  const squares = leastSquares(design, labels, weights);
  const { objective, newton, standardErrors, residuals } = huberLoss(design, labels, weights, far);
  const spread = (values: Float64Array): number =>
    Math.sqrt(values.reduce((sum, value, i) => sum + weights[i]! * value * value, 0) / squares.weight);
  const whole = spread(labels.map((label) => label - squares.mean));

  const startAt = (penalty: number): HuberPoint => {
    const coefficients = choleskySolve(cholesky(squares.gram, design.width, penalty), squares.right);
    const plain = { intercept: interceptOf(squares, coefficients), coefficients };
    return { ...plain, scale: Math.max(spread(residuals(plain)), 1e-9 * whole) };
  };

  function solve(penalty: number, start: Coefficients | undefined): HuberPoint {
    let point = start?.scale === undefined ? startAt(penalty) : { ...start, scale: start.scale };
    let value = objective(point, penalty);
    for (let done = 0; done < mostSteps && point.scale > 1e-8 * whole; done++) {
      const step = newton(point, penalty);
      let moved = false;
      for (let halving = 0, length = 1; halving < 40 && !moved; halving++, length /= 2) {
        const next: HuberPoint = {
          scale: point.scale + length * step.scale,
          intercept: point.intercept + length * step.intercept,
          coefficients: point.coefficients.map((c, a) => c + length * step.coefficients[a]!),
        };
        if (!(next.scale > 0)) continue;
        const nextValue = objective(next, penalty);
        if (!(nextValue <= value + 1e-13 * Math.abs(value))) continue;
        point = next;
        value = nextValue;
        moved = true;
      }
      const largest = step.coefficients.reduce(
        (most, s) => Math.max(most, Math.abs(s)),
        Math.max(Math.abs(step.intercept), Math.abs(step.scale)),
      );
      if (!moved || largest <= 1e-10 * whole) return point;
    }
    if (point.scale <= 1e-8 * whole) return point;
    throw new AssayError(`${learner}: no optimum within ${mostSteps} steps at penalty ${penalty}`, {
      code: "not-converged",
      hint: "raise penalty or epsilon",
    });
  }

  return {
    penalties: [1000, 100, 10, 1, 0.1],
    fit: (penalty, start) => [solve(penalty, start?.[0])],
    standardErrors: (penalty, [fit]) => [standardErrors(fit as HuberPoint, penalty)],
  };
}

const method: LinearMethod = {
  link: () => "identity",
  metric: meanAbsolute,
  recipe: (rows, parameters) => recipe(rows, parameters["epsilon"] as number),
};

/**
 * Regression that far rows do not carry away: minimises Σw(σ + σ·h(r/σ)) + penalty·βᵀβ over the intercept, β and the
 * scale σ, with h(z) = z² up to |z| = `epsilon` and linear beyond, by Newton's method with step halving; scikit-learn's
 * HuberRegressor, `penalty` its alpha. `auto` judges penalties by the mean absolute error. Standard errors are those of
 * an M-estimator (the sandwich), the scale taken as known.
 *
 * @see Huber & Ronchetti (2009), Robust Statistics, 2nd ed., §7.8; Owen (2007), Contemporary Mathematics 443
 */
export const huber: Learner = {
  name: "huber",
  title: "Huber regression",
  family: "linear",
  tasks: ["regression"],
  maxClasses: 0,
  defaults: defaultsOf(rules),
  description: "A weighted sum of the features that rows far off do not carry away.",
  fit: (input) => fitLinear(huber, input, rules, method),
};
