import { classPrior } from "./baseline/class-prior.js";
import { groupMedian } from "./baseline/group-median.js";
import { mean } from "./baseline/mean.js";
import { elasticNet } from "./linear/elastic-net.js";
import { huber } from "./linear/huber.js";
import { lasso } from "./linear/lasso.js";
import { logisticElasticNet } from "./linear/logistic-elastic-net.js";
import { logisticRidge } from "./linear/logistic-ridge.js";
import { naiveBayes } from "./linear/naive-bayes.js";
import { ridge } from "./linear/ridge.js";
import { multilayerPerceptron } from "./neural/multilayer-perceptron.js";
import { wideAndDeep } from "./neural/wide-and-deep.js";
import { decisionTree } from "./trees/decision-tree.js";
import { extraTrees } from "./trees/extra-trees.js";
import { gradientBoostedTrees } from "./trees/gradient-boosted-trees.js";
import { randomForest } from "./trees/random-forest.js";
import type { Learner } from "./types.js";

/** Learners that learn from rows alone; those of the family `combined` learn from these. */
export const baseLearners: readonly Learner[] = [
  classPrior,
  mean,
  groupMedian,
  ridge,
  lasso,
  elasticNet,
  huber,
  logisticRidge,
  logisticElasticNet,
  naiveBayes,
  decisionTree,
  randomForest,
  extraTrees,
  gradientBoostedTrees,
  multilayerPerceptron,
  wideAndDeep,
];
