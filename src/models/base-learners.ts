import { classPrior } from "./baseline/class-prior.js";
import { groupMedian } from "./baseline/group-median.js";
import { mean } from "./baseline/mean.js";
import { logisticRidge } from "./linear/logistic-ridge.js";
import { ridge } from "./linear/ridge.js";
import { multilayerPerceptron } from "./neural/multilayer-perceptron.js";
import { gradientBoostedTrees } from "./trees/gradient-boosted-trees.js";
import type { Learner } from "./types.js";

/** Learners that learn from rows alone; those of the family `combined` learn from these. */
export const baseLearners: readonly Learner[] = [
  classPrior,
  mean,
  groupMedian,
  ridge,
  logisticRidge,
  gradientBoostedTrees,
  multilayerPerceptron,
];
