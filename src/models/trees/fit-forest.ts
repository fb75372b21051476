import { checkFit } from "../checks.js";
import { classFactors, classWeightRule, rowWeights } from "../class-weights.js";
import { notNegative, oneOf, readParameters, type Rule, type Rules, share, wholeNumber } from "../parameters.js";
import type { FitInput, FitResult, Learner, Parameters } from "../types.js";
import type { Impurity } from "./class-criterion.js";
import { growForest } from "./forest.js";
import { labelsOf, refuseForValues, treesModel } from "./learner.js";
import { membersFor } from "./members.js";

const shareOrAuto: Rule<number | string> = {
  default: "auto",
  accepts: (value): value is number | string =>
    value === "auto" || (typeof value === "number" && value > 0 && value <= 1),
  expected: '"auto" or a number above 0 and at most 1',
};

/** Parameters of a single tree. */
export const treeRules = {
  depth: wholeNumber(30, 1),
  leaves: wholeNumber(256, 2),
  minimumChildWeight: notNegative(1),
  minimumGain: notNegative(0),
  impurity: oneOf("gini", "entropy"),
  classWeight: classWeightRule,
};

/** Parameters of a forest. `featuresPerSplit`: a share; `auto` is √p of p features for classes, a third for values. */
export const forestRules = {
  trees: wholeNumber(200, 1),
  ...treeRules,
  rowSample: share(1),
  featuresPerSplit: shareOrAuto,
};

export interface ForestRecipe {
  learner: Learner;
  /** Of a forest, or of a tree alone. */
  rules: Rules;
  bootstrap: boolean;
  chanceCuts: boolean;
}

interface ForestParameters extends Parameters {
  depth: number;
  leaves: number;
  minimumChildWeight: number;
  minimumGain: number;
  impurity: Impurity;
  classWeight: string;
}

const ofTreeAlone = { trees: 1, rowSample: 1, featuresPerSplit: 1 };

/** Fits a forest, or a tree alone where the recipe has no number of trees. */
export async function fitForest(input: FitInput, recipe: ForestRecipe): Promise<FitResult> {
  const { learner, rules, bootstrap, chanceCuts } = recipe;
  const parameters = readParameters(learner.name, rules, input.parameters);
  checkFit(learner, input);
  const { train, signal } = input;
  const { target, data } = train;
  const { trees, rowSample, featuresPerSplit, impurity, classWeight, ...growth } = {
    ...ofTreeAlone,
    ...(parameters as ForestParameters),
  };
  refuseForValues(learner.name, input, {
    impurity: impurity !== treeRules.impurity.default,
    classWeight: classWeight !== classWeightRule.default,
  });
  const width = data.columns.length;
  const autoFeatures = target.task === "classification" ? Math.sqrt(width) : width / 3;
  const forest = await growForest(
    {
      data,
      labels: labelsOf(train),
      weights: rowWeights(train, classFactors(train, classWeight)),
      classes: target.task === "classification" ? target.classes.length : 0,
    },
    {
      ...growth,
      trees,
      growth: "leaf-wise",
      impurity,
      rowSample,
      bootstrap,
      chanceCuts,
      featuresPerSplit: Math.max(
        1,
        Math.round((featuresPerSplit as number | string) === "auto" ? autoFeatures : featuresPerSplit * width),
      ),
    },
    {
      seed: input.seed,
      members: membersFor(input.workers, data.rows * width * trees),
      signal,
      onTree: (done) => input.onProgress?.({ task: input.task, stage: "tree", done, total: trees }),
    },
  );
  const outputs = target.task === "classification" && target.classes.length > 2 ? target.classes.length : 1;
  return {
    model: treesModel(learner.name, train, forest, {
      link: target.task === "classification" ? "shares" : "identity",
      base: Array.from({ length: outputs }, () => 0),
      scale: 1 / trees,
    }),
    history: {},
    parameters,
    backend: "typescript",
    backendNotes: [],
  };
}
