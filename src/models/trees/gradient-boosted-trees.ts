import { AssayError } from "../../lib/errors.js";
import type { Task } from "../../projects/types.js";
import { checkFit } from "../checks.js";
import { classFactors, classWeightRule, rowWeights } from "../class-weights.js";
import {
  belowOne,
  defaultsOf,
  notNegative,
  oneOf,
  positive,
  readParameters,
  share,
  text,
  wholeNumber,
} from "../parameters.js";
import type { Labelled, Learner } from "../types.js";
import { boost, type BoostRows, type BoostStep } from "./boost.js";
import { labelsOf, refuseForValues, treesModel } from "./learner.js";
import { type LossSpecification, makeLoss } from "./losses.js";
import { membersFor } from "./members.js";
import { readDirections } from "./monotone.js";

const names = "names of numeric features, separated by commas";

const rules = {
  trees: wholeNumber(300, 1),
  growth: oneOf("depth-wise", "leaf-wise"),
  depth: wholeNumber(6, 1),
  leaves: wholeNumber(4096, 2),
  learningRate: positive(0.1),
  minimumChildWeight: notNegative(1),
  minimumGain: notNegative(0),
  l1: notNegative(0),
  l2: notNegative(1),
  rowSample: share(1),
  columnSample: share(1),
  earlyStoppingRounds: wholeNumber(30, 1),
  loss: oneOf("auto", "squared", "absolute", "quantile", "huber", "logistic", "softmax"),
  level: belowOne(0.5),
  delta: positive(1),
  increasing: text("", /^/, names),
  decreasing: text("", /^/, names),
  classWeight: classWeightRule,
  positiveWeight: positive(1),
};

const lossesOf = {
  regression: ["squared", "absolute", "quantile", "huber"],
  classification: ["logistic", "softmax"],
};

function chooseLoss(asked: string, task: Task, classes: number): LossSpecification["name"] {
  const chosen = asked === "auto" ? (task === "regression" ? "squared" : classes > 2 ? "softmax" : "logistic") : asked;
  const fitting = task === "classification" && classes > 2 ? ["softmax"] : lossesOf[task];
  if (!fitting.includes(chosen))
    throw new AssayError(
      `gradient-boosted-trees: loss ${chosen} does not fit ${task}${task === "classification" ? ` of ${classes} classes` : ""}`,
      { code: "bad-parameter", hint: `leave loss out, or give ${fitting.join(" or ")}` },
    );
  return chosen as LossSpecification["name"];
}

const curve = (steps: readonly BoostStep[], part: "train" | "validation") =>
  steps.map((step) => ({ step: step.trees, value: step[part] }));

/**
 * Boosted decision trees on histograms: up to 255 quantile bins a feature, missing values sent to the better side,
 * categories split as sets, rows and columns sampled by the seed, stopped early on validation rows. Losses: squared,
 * absolute and quantile (leaves are quantiles), Huber, logistic, and softmax for more than two classes. Trees grow by
 * level, or leaf by leaf; predictions can be held to rise or fall with features. Infinite values count as missing, and
 * so do categories unseen in training or beyond the 255 most frequent. Class weights move probabilities with them.
 *
 * A quantile of a small leaf is fickle, so raise `minimumChildWeight` with that loss. Beside xgboost at level 0.9, on
 * 40 splits of 4,000 rows, the test loss was 0.6 % higher with children of weight 1 and 0.3 % with 20; from split to
 * split the ratio has a standard deviation of 2.5 % and 2 %.
 */
export const gradientBoostedTrees: Learner = {
  name: "gradient-boosted-trees",
  title: "Gradient-boosted trees",
  family: "trees",
  tasks: ["classification", "regression"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(rules),
  description: "Adds small decision trees, each correcting the sum of those before it.",
  async fit(input) {
    const parameters = readParameters("gradient-boosted-trees", rules, input.parameters);
    checkFit(gradientBoostedTrees, input);
    const { target, data } = input.train;
    const { classWeight, positiveWeight } = parameters;
    refuseForValues("gradient-boosted-trees", input, {
      classWeight: classWeight !== classWeightRule.default,
      positiveWeight: positiveWeight !== 1,
    });
    const classes = target.task === "classification" ? target.classes.length : 0;
    const specification: LossSpecification = {
      name: chooseLoss(parameters.loss, target.task, classes),
      level: parameters.level,
      delta: parameters.delta,
      classes,
    };
    const balance = classFactors(input.train, classWeight) ?? new Float64Array(classes).fill(1);
    const factors = balance.map((factor, klass) => (klass === 1 ? factor * positiveWeight : factor));
    const toRows = (rows: Labelled): BoostRows => ({
      data: rows.data,
      labels: labelsOf(rows),
      weights: rowWeights(rows, factors),
    });
    const { link, metric } = makeLoss(specification);
    const boosted = await boost(
      toRows(input.train),
      input.validation && toRows(input.validation),
      specification,
      { ...parameters, growth: parameters.growth as "depth-wise" | "leaf-wise" },
      {
        seed: input.seed,
        directions: readDirections(data, parameters.increasing, parameters.decreasing),
        members: membersFor(input.workers, data.rows * data.columns.length),
        signal: input.signal,
        onStep: ({ trees, train, validation }) =>
          input.onProgress?.({
            task: input.task,
            stage: "tree",
            done: trees,
            total: parameters.trees,
            detail: Number.isNaN(validation)
              ? `train ${metric} ${train.toPrecision(4)}`
              : `validation ${metric} ${validation.toPrecision(4)}`,
          }),
      },
    );
    return {
      model: treesModel("gradient-boosted-trees", input.train, boosted, { link, base: boosted.base, scale: 1 }),
      history: {
        [`train ${metric}`]: curve(boosted.steps, "train"),
        ...(input.validation && { [`validation ${metric}`]: curve(boosted.steps, "validation") }),
      },
      parameters,
      backend: "typescript",
      backendNotes: [],
    };
  },
};
