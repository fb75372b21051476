import { AssayError } from "../../lib/errors.js";
import { checkFit } from "../checks.js";
import { classFactors, classWeightRule, rowWeights } from "../class-weights.js";
import { featuresOf } from "../columns.js";
import { crossFit } from "../cross-fit.js";
import { fittedModel } from "../model.js";
import { defaultsOf, notNegative, oneOf, readParameters, text, wholeNumber } from "../parameters.js";
import { fromJSON } from "../score.js";
import { pause } from "../steps.js";
import type { FitInput, FitResult, History, Learner } from "../types.js";
import { type BaseModel, baseModels, splitParameters } from "./base-models.js";
import { type Calibration, fitCalibration } from "./calibration.js";
import { combine, type StackingBody, stackingScorer } from "./scorer.js";
import { type Combination, weighClasses, weighValues } from "./weigh.js";

const rules = {
  learners: text("auto", /\S/, "names of learners, separated by commas"),
  folds: wholeNumber(5, 2),
  penalty: notNegative(1),
  coefficients: oneOf("non-negative", "free"),
  calibration: oneOf("auto", "platt", "isotonic", "none"),
  classWeight: classWeightRule,
};

const usual = {
  classification: "logistic-ridge,gradient-boosted-trees",
  regression: "ridge,gradient-boosted-trees",
};

/** One base model, and what models like it say of training rows that they have not seen. */
interface Trained {
  fit: FitResult;
  unseen: Float64Array;
}

async function trainBase(
  { learner, parameters }: BaseModel,
  input: FitInput,
  folds: number,
  step: (detail: string) => void,
): Promise<Trained> {
  const { train, seed, task, signal, backend } = input;
  const watched: Learner = {
    ...learner,
    async fit(part) {
      const fit = await learner.fit(part);
      step(learner.name);
      return fit;
    },
  };
  const options = { ...(signal && { signal }), ...(backend !== undefined && { backend }) };
  const { predictions } = await crossFit(watched, train, { folds, seed, parameters, task, ...options });
  const { validation } = input;
  const fit = await watched.fit({ train, ...(validation && { validation }), parameters, seed, task, ...options });
  return { fit, unseen: predictions };
}

/** Learning curves of all base models, each under its learner's name. */
const historyOf = (bases: readonly BaseModel[], trained: readonly Trained[]): History =>
  Object.fromEntries(
    trained.flatMap(({ fit }, b) =>
      Object.entries(fit.history).map(([name, curve]) => [`${bases[b]!.learner.name} ${name}`, curve]),
    ),
  );

function calibrationFor(asked: string, isClasses: boolean): string {
  if (asked === "auto") return isClasses ? "platt" : "none";
  if (isClasses || asked === "none") return asked;
  throw new AssayError(`stacking: calibration is ${asked}, but a regression has no probabilities`, {
    code: "bad-parameter",
    hint: "leave calibration out, or choose split-conformal for intervals",
  });
}

/** Coefficients of the base models and the correction of probabilities, both from rows that they have not seen. */
function combineUnseen(
  { train }: FitInput,
  trained: readonly Trained[],
  parameters: { penalty: number; coefficients: string; classWeight: string; calibration: string },
): Combination & { calibration: Calibration } {
  const { target } = train;
  const predictions = trained.map(({ unseen }) => unseen);
  const isBounded = parameters.coefficients === "non-negative";
  if (target.task === "regression") {
    const weights = rowWeights(train);
    const combination = weighValues({ predictions, weights }, target.values, parameters.penalty, isBounded);
    return { ...combination, calibration: { method: "none" } };
  }
  const weights = rowWeights(train, classFactors(train, parameters.classWeight));
  const classes = target.classes.length;
  const combination = weighClasses({ predictions, weights }, target.codes, classes, parameters.penalty, isBounded);
  const combined = combine(predictions, combination.coefficients, combination.intercepts, true);
  const calibration = fitCalibration(parameters.calibration, combined, target.codes, classes, weights);
  return { ...combination, calibration };
}

/**
 * Stacking: base learners are cross-fitted on the training rows (units stay whole), and what they say of rows that they
 * have not seen is combined by ridge regression (values) or by a log-linear pool with one coefficient a model (classes),
 * by default without negative coefficients. The base models that predict later are fitted on all training rows.
 *
 * - `learners`: names separated by commas; `auto` is logistic ridge, or ridge, with gradient-boosted trees. A base
 *   learner's own parameter is `learner.parameter`, such as `gradient-boosted-trees.depth`.
 * - `folds`: of the cross-fitting. `penalty`: on the squared coefficients; for values in units of the labels' variance.
 * - `calibration`: of the combined probability, on the same unseen rows: `platt`, `isotonic` or `none`; `auto` is `platt`.
 * - `classWeight`: for the combination and its calibration; base learners take their own.
 *
 * @see Wolpert (1992), Neural Networks 5; Breiman (1996), Machine Learning 24
 */
export const stacking: Learner = {
  name: "stacking",
  title: "Stacking",
  family: "combined",
  tasks: ["classification", "regression"],
  maxClasses: Number.POSITIVE_INFINITY,
  defaults: defaultsOf(rules),
  description: "Combines other models by what they say of rows that they have not seen.",
  async fit(input) {
    const { own, ofBases } = splitParameters(input.parameters);
    const parameters = readParameters("stacking", rules, own);
    checkFit(stacking, input);
    const { train } = input;
    const { task } = train.target;
    const learners = parameters.learners === "auto" ? usual[task] : parameters.learners;
    const bases = baseModels("stacking", learners, task, ofBases);
    const calibration = calibrationFor(parameters.calibration, task === "classification");
    await pause(input.signal);
    const total = bases.length * (parameters.folds + 1);
    let done = 0;
    const step = (detail: string): void =>
      input.onProgress?.({ task: input.task, stage: "base model", done: ++done, total, detail });
    const trained: Trained[] = [];
    for (const base of bases) trained.push(await trainBase(base, input, parameters.folds, step));
    const body: StackingBody = {
      bases: trained.map(({ fit }) => fit.model.toJSON()),
      ...combineUnseen(input, trained, { ...parameters, calibration }),
    };
    const backends = trained.map(({ fit }) => fit.backend);
    return {
      model: fittedModel(
        {
          schemaVersion: 1,
          learner: "stacking",
          family: "combined",
          task,
          classes: train.target.task === "classification" ? train.target.classes : null,
          features: featuresOf(train.data),
          body,
        },
        stackingScorer(fromJSON),
      ),
      history: historyOf(bases, trained),
      parameters: { ...parameters, learners, calibration, ...ofBases },
      backend: backends.find((backend) => backend !== "typescript") ?? "typescript",
      backendNotes: trained.flatMap(({ fit }) => fit.backendNotes),
    };
  },
};
