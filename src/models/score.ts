import { AssayError } from "../lib/errors.js";
import { classPriorScorer, groupMedianScorer, meanScorer } from "./baseline/scorer.js";
import { splitConformalScorer, stackingScorer } from "./combined/scorer.js";
import { naiveBayesScorer } from "./linear/naive-bayes-scorer.js";
import { linearScorer } from "./linear/scorer.js";
import { type MakeScorer, modelFrom } from "./model.js";
import { networkScorer } from "./neural/scorer.js";
import { treesScorer } from "./trees/scorer.js";
import type { Model, ModelDocument } from "./types.js";

const scorers: Record<string, MakeScorer> = {
  "class-prior": classPriorScorer,
  mean: meanScorer,
  "group-median": groupMedianScorer,
  ridge: linearScorer,
  lasso: linearScorer,
  "elastic-net": linearScorer,
  huber: linearScorer,
  "logistic-ridge": linearScorer,
  "logistic-elastic-net": linearScorer,
  "naive-bayes": naiveBayesScorer,
  "decision-tree": treesScorer,
  "random-forest": treesScorer,
  "extra-trees": treesScorer,
  "gradient-boosted-trees": treesScorer,
  "multilayer-perceptron": networkScorer,
  "wide-and-deep": networkScorer,
  stacking: stackingScorer(fromJSON),
  "split-conformal": splitConformalScorer(fromJSON),
};

function badModel(message: string): AssayError {
  return new AssayError(message, { code: "bad-model", hint: "train the model again with this version of Assay" });
}

/**
 * A model from its JSON, which predicts what the fitted one did to the last bit, in Node and in the page.
 *
 * @param document what `Model.toJSON` gave, parsed.
 * @throws AssayError `bad-model` where that is not a model document of version 1.
 * @example fromJSON(JSON.parse(text)).predict(dataset)
 */
export function fromJSON(document: unknown): Model {
  if (typeof document !== "object" || document === null) throw badModel("a model document is a JSON object");
  const { schemaVersion, learner, features, body } = document as Partial<ModelDocument>;
  if (schemaVersion !== 1) throw badModel(`the model document has schemaVersion ${schemaVersion}, expected 1`);
  if (learner === "onnx")
    throw new AssayError("an ONNX model is scored in Node by its own runtime, not from its document", {
      code: "onnx-model",
      hint: "open its model.onnx with openOnnx of src/models/onnx/onnx.ts",
    });
  if (typeof learner !== "string" || !Object.hasOwn(scorers, learner))
    throw badModel(`the model document names the learner "${learner}"; known are ${Object.keys(scorers).join(", ")}`);
  if (!Array.isArray(features) || typeof body !== "object" || body === null)
    throw badModel(`the model document of ${learner} lacks its features or its body`);
  return modelFrom(document as ModelDocument, scorers[learner]!);
}
