import { defaultsOf, notNegative, wholeNumber } from "../parameters.js";
import type { Learner } from "../types.js";
import { fitForest, treeRules } from "./fit-forest.js";

const rules = {
  ...treeRules,
  depth: wholeNumber(6, 1),
  leaves: wholeNumber(64, 2),
  minimumChildWeight: notNegative(20),
};

/**
 * One tree, the leaf that gains most split first. Missing values go to the better side of each split, categories are
 * split as sets; infinite values, categories unseen in training and those beyond the 255 most frequent count as missing.
 * Impurity: Gini's index or entropy for classes, variance for values.
 */
export const decisionTree: Learner = {
  name: "decision-tree",
  title: "Decision tree",
  family: "trees",
  tasks: ["classification", "regression"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(rules),
  description:
    "Asks one question after another, and answers with the mean of the training rows that gave the same replies.",
  fit: (input) => fitForest(input, { learner: decisionTree, rules, bootstrap: false, chanceCuts: false }),
};
