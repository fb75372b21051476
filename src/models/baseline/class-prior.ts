import { checkFit } from "../checks.js";
import { fittedModel } from "../model.js";
import { readParameters } from "../parameters.js";
import type { Learner } from "../types.js";
import { type ClassPriorBody, classPriorScorer } from "./scorer.js";

/** Predicts the class shares of the training rows, whatever the features. */
export const classPrior: Learner = {
  name: "class-prior",
  title: "Class prior",
  family: "baseline",
  tasks: ["classification"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: {},
  description: "Gives every row the class shares of the training rows: the floor for any classifier.",
  async fit(input) {
    input.signal?.throwIfAborted();
    readParameters("class-prior", {}, input.parameters);
    checkFit(classPrior, input);
    const { target, weights } = input.train;
    if (target.task !== "classification") throw new RangeError("checked above");
    const priors = target.classes.map(() => 0);
    let total = 0;
    target.codes.forEach((code, i) => {
      const weight = weights?.[i] ?? 1;
      priors[code]! += weight;
      total += weight;
    });
    const body: ClassPriorBody = { priors: priors.map((sum) => sum / total) };
    input.onProgress?.({ task: input.task, stage: "counting", done: 1, total: 1 });
    return {
      model: fittedModel(
        {
          schemaVersion: 1,
          learner: "class-prior",
          family: "baseline",
          task: "classification",
          classes: target.classes,
          features: [],
          body,
        },
        classPriorScorer,
      ),
      history: {},
      parameters: {},
      backend: "typescript",
      backendNotes: [],
    };
  },
};
