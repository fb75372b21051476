import { defaultsOf, wholeNumber } from "../parameters.js";
import type { Learner } from "../types.js";
import { fitNetwork, networkRules } from "./fit-network.js";

const rules = { ...networkRules, dimensions: wholeNumber(8, 1) };

/**
 * Wide & deep: a linear model of all inputs (numeric columns and one-hot categories) and a network of dense layers that
 * reads each category as an embedding, trained together. An embedding has at most `dimensions` columns, and half as many
 * as its column has levels where those are few. Losses, scaling, missing values and class weights as for the multilayer
 * perceptron. Cross-products of columns, which the paper's wide part has, are to be features of the table.
 *
 * @see Cheng et al. (2016), DLRS (wide & deep learning); both parts are trained with Adam here
 */
export const wideAndDeep: Learner = {
  name: "wide-and-deep",
  title: "Wide & deep",
  family: "neural",
  tasks: ["classification", "regression"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(rules),
  description: "A linear model and a neural network with embeddings of categories, trained together.",
  fit: (input) =>
    fitNetwork(wideAndDeep, rules, input, (parameters, { groups }) => ({
      wide: true,
      embeddings: groups
        .filter(({ width }) => width > 0)
        .map(({ first, width }) => ({
          first,
          width,
          dimension: Math.min(Number(parameters["dimensions"]), Math.ceil(width / 2)),
        })),
    })),
};
