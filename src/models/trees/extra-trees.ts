import { defaultsOf } from "../parameters.js";
import type { Learner } from "../types.js";
import { fitForest, forestRules } from "./fit-forest.js";

/**
 * As a random forest, on all rows, with one cut by chance of each feature drawn: evenly between its least and its
 * greatest value in the node; any subset of the categories.
 *
 * @see Geurts, Ernst & Wehenkel (2006), Machine Learning 63
 */
export const extraTrees: Learner = {
  name: "extra-trees",
  title: "Extra trees",
  family: "trees",
  tasks: ["classification", "regression"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(forestRules),
  description: "Averages many trees that cut features at values drawn by chance.",
  fit: (input) => fitForest(input, { learner: extraTrees, rules: forestRules, bootstrap: false, chanceCuts: true }),
};
