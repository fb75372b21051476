import { type ColumnEncoding, type Design, encode, encodedColumns, fitEncoding } from "../../features/encoding.js";
import { checkFit } from "../checks.js";
import { featuresOf } from "../columns.js";
import { AssayError } from "../../lib/errors.js";
import { fittedModel } from "../model.js";
import { readParameters } from "../parameters.js";
import { positiveOrAuto } from "../parameters.js";
import { pause } from "../steps.js";
import type { FitInput, FitResult, Labelled, Learner } from "../types.js";
import { linearScorer, type LinearBody } from "./scorer.js";

export const linearRules = { penalty: positiveOrAuto };

/** Penalties tried on validation rows where `penalty` is `auto`. Without such rows it is 1. */
const penaltyPath = [1000, 100, 10, 1, 0.1];

export interface LinearFit {
  intercept: number;
  coefficients: Float64Array;
  interceptStandardError: number;
  standardErrors: Float64Array;
  /** Centred Gram matrix of the training rows, unit weights aside from the rows' own. */
  gram: Float64Array;
  weight: number;
}

/** How one linear learner fits: `fit` may start from the last penalty's result. */
export interface LinearRecipe {
  link: "identity" | "logistic";
  metric: string;
  fit(penalty: number, start: LinearFit | null): LinearFit;
  validationMetric(labels: Float64Array, predictions: Float64Array, weights: Float64Array): number;
}

export const labelsOf = ({ target }: Labelled): Float64Array =>
  Float64Array.from(target.task === "regression" ? target.values : target.codes);

export const weightsOf = ({ data, weights }: Labelled): Float64Array => weights ?? new Float64Array(data.rows).fill(1);

/** Standard deviation of what each feature adds to the score, from the Gram matrix. */
function spreadOf(encodings: readonly ColumnEncoding[], { coefficients, gram, weight }: LinearFit): number[] {
  const p = coefficients.length;
  const source = encodedColumns(encodings);
  const variance = encodings.map(() => 0);
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++)
      if (source[a] === source[b]) variance[source[a]!]! += coefficients[a]! * gram[a * p + b]! * coefficients[b]!;
  return variance.map((sum) => Math.sqrt(Math.max(sum, 0) / weight));
}

/** What ridge and logistic ridge share: encoding, the penalty's path, the document. */
export async function fitLinear(
  learner: Learner,
  input: FitInput,
  recipeFor: (design: Design, labels: Float64Array, weights: Float64Array) => LinearRecipe,
): Promise<FitResult> {
  const { penalty: asked } = readParameters(learner.name, linearRules, input.parameters);
  checkFit(learner, input);
  const { train, validation } = input;
  const encodings = fitEncoding(train.data, train.weights);
  const design = encode(encodings, train.data.columns, train.data.rows);
  const recipe = recipeFor(design, labelsOf(train), weightsOf(train));

  const documentOf = (fit: LinearFit, penalty: number) => {
    const body: LinearBody = {
      link: recipe.link,
      encodings,
      intercept: fit.intercept,
      interceptStandardError: fit.interceptStandardError,
      coefficients: Array.from(fit.coefficients),
      standardErrors: Array.from(fit.standardErrors),
      penalty,
      spread: spreadOf(encodings, fit),
    };
    return fittedModel(
      {
        schemaVersion: 1,
        learner: learner.name,
        family: "linear",
        task: train.target.task,
        classes: train.target.task === "classification" ? train.target.classes : null,
        features: featuresOf(train.data),
        body,
      },
      linearScorer,
    );
  };

  const path = typeof asked === "number" ? [asked] : validation ? penaltyPath : [1];
  const curve: { step: number; value: number }[] = [];
  let last: LinearFit | null = null;
  let best: { model: FitResult["model"]; penalty: number; value: number } | null = null;
  for (const [step, penalty] of path.entries()) {
    await pause(input.signal);
    last = recipe.fit(penalty, last);
    if (!Number.isFinite(last.intercept) || !last.coefficients.every(Number.isFinite))
      throw new AssayError(`${learner.name}: no finite coefficients at penalty ${penalty}`, {
        code: "diverged",
        hint: "raise penalty, or rescale the target",
      });
    const model = documentOf(last, penalty);
    let value = Number.NaN;
    if (validation) {
      const predictions = model.predict(validation.data);
      value = recipe.validationMetric(labelsOf(validation), predictions, weightsOf(validation));
      curve.push({ step: step + 1, value });
    }
    input.onProgress?.({
      task: input.task,
      stage: "penalty",
      done: step + 1,
      total: path.length,
      detail: validation
        ? `penalty ${penalty}, validation ${recipe.metric} ${value.toPrecision(4)}`
        : `penalty ${penalty}`,
    });
    if (!best || value < best.value) best = { model, penalty, value };
  }
  return {
    model: best!.model,
    history: validation ? { [`validation ${recipe.metric}`]: curve } : {},
    parameters: { penalty: best!.penalty },
    backend: "typescript",
    backendNotes: [],
  };
}
