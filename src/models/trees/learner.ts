import { AssayError } from "../../lib/errors.js";
import { featuresOf } from "../columns.js";
import { fittedModel } from "../model.js";
import type { FitInput, Labelled, Model } from "../types.js";
import type { FeatureBins } from "./binning.js";
import { type Link, type TreeBody, type TreesBody, treesScorer } from "./scorer.js";
import { finishTrees } from "./tree-body.js";

/** Labels as numbers: values, or codes of classes. */
export const labelsOf = ({ target }: Labelled): Float64Array =>
  Float64Array.from(target.task === "regression" ? target.values : target.codes);

/** Fails where a parameter that is for classes is given for values. */
export function refuseForValues(learner: string, { train }: FitInput, given: Record<string, boolean>): void {
  if (train.target.task !== "regression") return;
  for (const [name, isGiven] of Object.entries(given))
    if (isGiven)
      throw new AssayError(`${learner}: ${name} is for classes, and the target has values`, {
        code: "bad-parameter",
        hint: `leave ${name} out`,
      });
}

/** A model of trees, read back from its own document. */
export function treesModel(
  learner: string,
  { data, target }: Labelled,
  grown: { features: readonly FeatureBins[]; trees: TreeBody[]; gain: Float64Array },
  { link, base, scale }: { link: Link; base: number[]; scale: number },
): Model {
  const body: TreesBody = {
    link,
    base,
    scale,
    gain: Array.from(grown.gain),
    ...finishTrees(grown.trees, grown.features),
  };
  return fittedModel(
    {
      schemaVersion: 1,
      learner,
      family: "trees",
      task: target.task,
      classes: target.task === "classification" ? target.classes : null,
      features: featuresOf(data),
      body,
    },
    treesScorer,
  );
}
