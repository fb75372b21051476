import { defaultsOf } from "../parameters.js";
import type { Learner } from "../types.js";
import { fitForest, forestRules } from "./fit-forest.js";

/**
 * The mean of many decision trees, each on rows drawn with replacement, with a few features drawn for each split.
 * Missing values, categories and impurity as for a decision tree. Trees are capped by `leaves`, so that the model stays
 * small enough for a page.
 *
 * @see Breiman (2001), Machine Learning 45
 */
export const randomForest: Learner = {
  name: "random-forest",
  title: "Random forest",
  family: "trees",
  tasks: ["classification", "regression"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(forestRules),
  description: "Averages many trees, each grown on other rows and choosing among other features.",
  fit: (input) => fitForest(input, { learner: randomForest, rules: forestRules, bootstrap: true, chanceCuts: false }),
};
