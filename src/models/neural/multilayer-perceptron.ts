import { defaultsOf } from "../parameters.js";
import type { Learner } from "../types.js";
import { fitNetwork, networkRules } from "./fit-network.js";

/**
 * A network of dense layers with ReLU, trained by TensorFlow.js with Adam; dropout, early stopping on validation rows
 * and a standardised target. Categories are one-hot (at most 200 a column, the rest share one). Standardised inputs are
 * held within ± 10; missing and infinite values become the median, with an indicator. Losses: squared, absolute, Huber
 * (turning at one standard deviation of the target), and logistic: with more than two classes the network has an output
 * a class and a softmax over them. `classWeight: "balanced"` gives each class the same total weight.
 */
export const multilayerPerceptron: Learner = {
  name: "multilayer-perceptron",
  title: "Multilayer perceptron",
  family: "neural",
  tasks: ["classification", "regression"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(networkRules),
  description: "A neural network of dense layers, trained by gradient descent.",
  fit: (input) => fitNetwork(multilayerPerceptron, networkRules, input, () => ({ embeddings: [], wide: false })),
};
