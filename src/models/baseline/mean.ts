import { checkFit } from "../checks.js";
import { fittedModel } from "../model.js";
import { readParameters } from "../parameters.js";
import type { Learner } from "../types.js";
import { type MeanBody, meanScorer } from "./scorer.js";

/** Predicts the weighted mean of the training rows, whatever the features. */
export const mean: Learner = {
  name: "mean",
  title: "Mean",
  family: "baseline",
  tasks: ["regression"],
  maxClasses: 0,
  defaults: {},
  description: "Gives every row the mean of the training rows: the floor for squared error.",
  async fit(input) {
    input.signal?.throwIfAborted();
    readParameters("mean", {}, input.parameters);
    checkFit(mean, input);
    const { target, weights } = input.train;
    if (target.task !== "regression") throw new RangeError("checked above");
    let sum = 0;
    let total = 0;
    target.values.forEach((value, i) => {
      const weight = weights?.[i] ?? 1;
      total += weight;
      sum += weight * value;
    });
    const body: MeanBody = { mean: sum / total };
    input.onProgress?.({ task: input.task, stage: "averaging", done: 1, total: 1 });
    return {
      model: fittedModel(
        {
          schemaVersion: 1,
          learner: "mean",
          family: "baseline",
          task: "regression",
          classes: null,
          features: [],
          body,
        },
        meanScorer,
      ),
      history: {},
      parameters: {},
      backend: "typescript",
      backendNotes: [],
    };
  },
};
