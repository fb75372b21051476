import { AssayError } from "../lib/errors.js";
import { classPrior } from "./baseline/class-prior.js";
import { groupMedian } from "./baseline/group-median.js";
import { logisticRidge } from "./linear/logistic-ridge.js";
import { ridge } from "./linear/ridge.js";
import { multilayerPerceptron } from "./neural/multilayer-perceptron.js";
import { gradientBoostedTrees } from "./trees/gradient-boosted-trees.js";
import type { Learner } from "./types.js";

/** All learners by name. */
export const learners: Record<string, Learner> = Object.fromEntries(
  [classPrior, groupMedian, ridge, logisticRidge, gradientBoostedTrees, multilayerPerceptron].map((learner) => [
    learner.name,
    learner,
  ]),
);

/**
 * The learner of that name.
 *
 * @throws AssayError `unknown-learner`, which lists the names there are.
 * @example getLearner("ridge")
 */
export function getLearner(name: string): Learner {
  if (Object.hasOwn(learners, name)) return learners[name]!;
  throw new AssayError(`no learner "${name}"; learners are ${Object.keys(learners).join(", ")}`, {
    code: "unknown-learner",
    hint: "correct the name",
  });
}

export { crossFit } from "./cross-fit.js";
export { fromJSON } from "./score.js";
