import { AssayError } from "../../lib/errors.js";
import type { Parameters } from "../types.js";
import { cholesky, choleskyInverse, choleskySolve } from "./cholesky.js";
import { coordinateDescent } from "./coordinate-descent.js";
import { logisticLoss, type Quadratic } from "./logistic-loss.js";
import { penaltyPath } from "./penalty-path.js";
import { type Coefficients, type EncodedRows, type LinearMethod, type LinearRecipe, logLoss } from "./recipe.js";

const mostSteps = 100;

/** Classes with weight, as outputs; two classes make one output, the log odds of the second. */
function outputsOf({ labels, weights, classes }: EncodedRows) {
  const shares = new Float64Array(classes);
  labels.forEach((label, i) => (shares[label]! += weights[i]!));
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (classes === 2) return { seen: [1], labels, start: [Math.log(shares[1]! / shares[0]!)] };
  const seen = [...shares.keys()].filter((label) => shares[label]! > 0);
  const logs = seen.map((label) => Math.log(shares[label]! / total));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const index = shares.map((_, label) => seen.indexOf(label));
  return { seen, labels: labels.map((label) => Math.max(index[label]!, 0)), start: logs.map((log) => log - mean) };
}

const flat = (point: readonly Coefficients[], p: number): Float64Array => {
  const all = new Float64Array(point.length * p);
  point.forEach(({ coefficients }, k) => all.set(coefficients, k * p));
  return all;
};

function recipe(rows: EncodedRows, lassoShare: number): LinearRecipe {
  const { design, weights, learner, classes } = rows;
  const p = design.width;
  const { seen, labels, start: logShares } = outputsOf(rows);
  const outputs = seen.length;
  const { loss, quadratic } = logisticLoss(design, labels, weights, outputs);

  const objective = (penalty: number, point: readonly Coefficients[]): number => {
    let squares = 0;
    let sizes = 0;
    for (const value of flat(point, p)) {
      squares += value * value;
      sizes += Math.abs(value);
    }
    return loss(point) + penalty * (lassoShare * sizes + ((1 - lassoShare) / 2) * squares);
  };

  /** The coefficients' step to the minimum of the penalised quadratic. */
  const stepFor = ({ slope, curvature }: Quadratic, penalty: number, now: Float64Array): Float64Array => {
    const width = now.length;
    const squared = penalty * (1 - lassoShare);
    if (lassoShare === 0)
      return choleskySolve(
        cholesky(curvature, width, squared),
        slope.map((s, a) => -s - squared * now[a]!),
      );
    const right = slope.map((s, a) => {
      let sum = -s;
      for (let b = 0; b < width; b++) sum += curvature[a * width + b]! * now[b]!;
      return sum;
    });
    return coordinateDescent(curvature, right, penalty * lassoShare, squared, now).map((z, a) => z - now[a]!);
  };

  const startPoint = (): Coefficients[] =>
    logShares.map((intercept) => ({ intercept, coefficients: new Float64Array(p) }));

  /** Outputs in the order of classes; those without rows have no chance. */
  const inClasses = (point: Coefficients[]): Coefficients[] => {
    if (classes === 2) return point;
    return Array.from({ length: classes }, (_, label) => {
      const output = seen.indexOf(label);
      return output < 0 ? { intercept: Number.NEGATIVE_INFINITY, coefficients: new Float64Array(p) } : point[output]!;
    });
  };
  const ofSeen = (fit: readonly Coefficients[]): Coefficients[] =>
    classes === 2 ? [...fit] : seen.map((label) => fit[label]!);

  return {
    penalties:
      lassoShare === 0 ? [1000, 100, 10, 1, 0.1] : penaltyPath(quadratic(startPoint()).slope, lassoShare, 12, 1e-3),
    fit(penalty, start) {
      let point = start ? ofSeen(start) : startPoint();
      let value = objective(penalty, point);
      for (let done = 0; done < mostSteps; done++) {
        const now = flat(point, p);
        const local = quadratic(point);
        const step = stepFor(local, penalty, now);
        const interceptStep = local.interceptStep(step);
        const size = (values: Float64Array): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
        const largest = Math.max(size(step), size(interceptStep));
        let moved = false;
        for (let halving = 0, length = 1; halving < 30 && !moved; halving++, length /= 2) {
          const next = point.map(({ intercept, coefficients }, k) => ({
            intercept: intercept + length * interceptStep[k]!,
            coefficients: coefficients.map((c, a) => c + length * step[k * p + a]!),
          }));
          const nextValue = objective(penalty, next);
          if (!(nextValue <= value + 1e-9 * Math.abs(value))) continue;
          point = next;
          value = nextValue;
          moved = true;
        }
        if (largest <= 1e-10 * (1 + size(now))) return inClasses(point);
        if (!moved) break;
      }
      throw new AssayError(
        `${learner}: no optimum within ${mostSteps} steps at penalty ${penalty}; the features may tell the classes apart perfectly`,
        { code: "not-converged", hint: "raise penalty, and look for a feature that gives the label away" },
      );
    },
    standardErrors:
      lassoShare > 0
        ? null
        : (penalty, fit) => {
            const local = quadratic(ofSeen(fit));
            const width = outputs * p;
            const variance = choleskyInverse(cholesky(local.curvature, width, penalty), width);
            const intercepts = local.interceptVariance(variance);
            return inClasses(
              seen.map((_, k) => ({
                intercept: Math.sqrt(intercepts[k]!),
                coefficients: Float64Array.from({ length: p }, (__, a) =>
                  Math.sqrt(variance[(k * p + a) * width + k * p + a]!),
                ),
              })),
            );
          },
  };
}

/** Logistic regression for two classes, multinomial for more, with a share of the penalty on absolute coefficients. */
export const logisticMethod = (lassoShare: (parameters: Parameters) => number): LinearMethod => ({
  link: (classes) => (classes > 2 ? "softmax" : "logistic"),
  metric: logLoss,
  recipe: (rows, parameters) => recipe(rows, lassoShare(parameters)),
});
