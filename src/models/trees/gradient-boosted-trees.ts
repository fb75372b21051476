import { checkFit } from "../checks.js";
import { featuresOf } from "../columns.js";
import { AssayError } from "../../lib/errors.js";
import { fittedModel } from "../model.js";
import { defaultsOf, notNegative, oneOf, positive, readParameters, share, wholeNumber } from "../parameters.js";
import type { Labelled, Learner } from "../types.js";
import { boost, type BoostRows, type BoostStep } from "./boost.js";
import { losses } from "./losses.js";
import { treesScorer, type TreesBody } from "./scorer.js";

const rules = {
  trees: wholeNumber(300, 1),
  depth: wholeNumber(6, 1),
  learningRate: positive(0.1),
  minimumChildWeight: notNegative(1),
  minimumGain: notNegative(0),
  l2: notNegative(1),
  rowSample: share(1),
  columnSample: share(1),
  earlyStoppingRounds: wholeNumber(30, 1),
  loss: oneOf("auto", "squared", "absolute", "logistic"),
};

const toRows = ({ data, target, weights }: Labelled): BoostRows => ({
  data,
  labels: Float64Array.from(target.task === "regression" ? target.values : target.codes),
  weights: weights ?? new Float64Array(data.rows).fill(1),
});

function chooseLoss(name: string, task: "classification" | "regression") {
  const chosen = name === "auto" ? (task === "regression" ? "squared" : "logistic") : name;
  if ((chosen === "logistic") !== (task === "classification"))
    throw new AssayError(`gradient-boosted-trees: loss ${chosen} does not fit ${task}`, {
      code: "bad-parameter",
      hint: `leave loss out, or give ${task === "regression" ? "squared or absolute" : "logistic"}`,
    });
  return losses[chosen as keyof typeof losses];
}

const curve = (steps: readonly BoostStep[], part: "train" | "validation") =>
  steps.map((step) => ({ step: step.trees, value: step[part] }));

/**
 * Boosted decision trees on histograms: up to 255 quantile bins a feature, missing values sent to the better side,
 * categories split as sets, rows and columns sampled by the seed, stopped early on validation rows. Losses: squared,
 * absolute (leaves are medians) and logistic. Infinite values count as missing, and so do categories unseen in training
 * or beyond the 255 most frequent.
 */
export const gradientBoostedTrees: Learner = {
  name: "gradient-boosted-trees",
  title: "Gradient-boosted trees",
  family: "trees",
  tasks: ["classification", "regression"],
  maxClasses: 2,
  defaults: defaultsOf(rules),
  description: "Adds small decision trees, each correcting the sum of those before it.",
  async fit(input) {
    const parameters = readParameters("gradient-boosted-trees", rules, input.parameters);
    checkFit(gradientBoostedTrees, input);
    const { target, data } = input.train;
    const loss = chooseLoss(parameters.loss, target.task);
    const boosted = await boost(
      toRows(input.train),
      input.validation && toRows(input.validation),
      loss,
      parameters,
      input.seed,
      {
        signal: input.signal,
        onStep: ({ trees, train, validation }) =>
          input.onProgress?.({
            task: input.task,
            stage: "tree",
            done: trees,
            total: parameters.trees,
            detail: Number.isNaN(validation)
              ? `train ${loss.metric} ${train.toPrecision(4)}`
              : `validation ${loss.metric} ${validation.toPrecision(4)}`,
          }),
      },
    );
    const body: TreesBody = {
      link: loss.link,
      base: boosted.base,
      levels: boosted.features.map((bins) => (bins.kind === "categorical" ? bins.levels : null)),
      gain: Array.from(boosted.gain),
      trees: boosted.trees,
    };
    return {
      model: fittedModel(
        {
          schemaVersion: 1,
          learner: "gradient-boosted-trees",
          family: "trees",
          task: target.task,
          classes: target.task === "classification" ? target.classes : null,
          features: featuresOf(data),
          body,
        },
        treesScorer,
      ),
      history: {
        [`train ${loss.metric}`]: curve(boosted.steps, "train"),
        ...(input.validation && { [`validation ${loss.metric}`]: curve(boosted.steps, "validation") }),
      },
      parameters,
      backend: "typescript",
      backendNotes: [],
    };
  },
};
