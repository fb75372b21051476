import { type ColumnEncoding, fitEncoding } from "../../features/encoding.js";
import { AssayError } from "../../lib/errors.js";
import { checkFit } from "../checks.js";
import { classFactors, rowWeights } from "../class-weights.js";
import { featuresOf } from "../columns.js";
import { fittedModel } from "../model.js";
import { readParameters, type Rules } from "../parameters.js";
import { pause } from "../steps.js";
import type { FitInput, FitResult, History, Learner } from "../types.js";
import { checkWidth } from "./check-width.js";
import type { Coefficients, LinearMethod, LinearRecipe, linearRules, Metric } from "./recipe.js";
import { type LinearBody, linearScorer } from "./scorer.js";
import { termMoments } from "./terms.js";
import { choose, foldLosses, judgedRows, meanLoss } from "./tune.js";

interface LinearParameters {
  penalty: number | string;
  folds: number;
  select: string;
  levels: number;
  classWeight?: string;
}

const defaultFolds = 5;

/** Folds that choose the penalty; 0 where validation rows do, or where it is given. */
function foldsOf({ penalty, folds, select }: LinearParameters, { train, validation }: FitInput): number {
  if (penalty !== "auto") return 0;
  if (folds > 0) return folds;
  return validation && select === "best"
    ? 0
    : Math.min(defaultFolds, new Set(train.unit ?? []).size || train.data.rows);
}

/** Body of one output from what was fitted. */
const outputBody = (
  { intercept, coefficients }: Coefficients,
  errors: Coefficients | undefined,
  moments: { centre: number[]; spread: number[] },
): LinearBody["outputs"][number] => ({
  intercept: Number.isFinite(intercept) ? intercept : null,
  interceptStandardError: errors?.intercept ?? null,
  coefficients: Array.from(coefficients),
  standardErrors: errors ? Array.from(errors.coefficients) : null,
  ...moments,
});

function checkFinite(learner: string, penalty: number, fit: readonly Coefficients[]): void {
  if (fit.every(({ intercept, coefficients }) => !Number.isNaN(intercept) && coefficients.every(Number.isFinite)))
    return;
  throw new AssayError(`${learner}: no finite coefficients at penalty ${penalty}`, {
    code: "diverged",
    hint: "raise penalty, or rescale the target",
  });
}

const curveOf = (losses: readonly number[], { shown }: Metric): History[string] =>
  losses.map((loss, index) => ({ step: index + 1, value: shown(loss) }));

/** The first of the least; the first where none is a number. */
const indexOfLeast = (losses: readonly number[]): number =>
  losses.reduce((best, loss, index) => (loss < losses[best]! ? index : best), 0);

/** Fits at each penalty, from where the last one ended. */
async function fitPath(
  learner: string,
  recipe: LinearRecipe,
  path: readonly number[],
  lossOf: (fit: readonly Coefficients[]) => number,
  { name, shown }: Metric,
  step: (detail: string) => Promise<void>,
): Promise<{ fits: Coefficients[][]; losses: number[] }> {
  const fits: Coefficients[][] = [];
  const losses: number[] = [];
  for (const penalty of path) {
    const fit = recipe.fit(penalty, fits[fits.length - 1] ?? null);
    checkFinite(learner, penalty, fit);
    const loss = lossOf(fit);
    fits.push(fit);
    losses.push(loss);
    const judgement = Number.isNaN(loss) ? "" : `, validation ${name} ${shown(loss).toPrecision(4)}`;
    await step(`penalty ${penalty.toPrecision(4)}${judgement}`);
  }
  return { fits, losses };
}

/**
 * What linear learners share: encoding, the penalty, the document.
 *
 * - `penalty`: a number, or `auto`: chosen from a path that the learner makes.
 * - `folds`: `auto` is chosen by cross-validation over so many parts of the training rows, dealt by chance and class,
 *   units whole; 0 leaves it to the validation rows, and to five folds where there are none.
 * - `select`: the penalty of least loss, or the largest one within `one-standard-error` of it; this needs folds.
 * - `levels`: the most frequent categories of a column that get a coefficient; all others share one.
 * - `classWeight` (classifiers): `balanced` gives each class the same total weight.
 */
export async function fitLinear<R extends typeof linearRules & Rules>(
  learner: Learner,
  input: FitInput,
  rules: R,
  method: LinearMethod,
): Promise<FitResult> {
  const given = readParameters(learner.name, rules, input.parameters);
  const parameters = given as typeof given & LinearParameters;
  checkFit(learner, input);
  const { train, validation } = input;
  const { name } = learner;
  const classes = train.target.task === "classification" ? train.target.classes.length : 0;
  const link = method.link(classes);
  const factors = parameters.classWeight === undefined ? undefined : classFactors(train, parameters.classWeight);
  const encodings: ColumnEncoding[] = fitEncoding(train.data, train.weights, parameters.levels);
  checkWidth(name, encodings, link === "softmax" ? classes : 1);
  const rows = judgedRows(train, encodings, factors);
  const recipe = method.recipe({ ...rows, learner: name, classes }, parameters);
  const path = typeof parameters.penalty === "number" ? [parameters.penalty] : recipe.penalties;
  const folds = foldsOf(parameters, input);
  const total = path.length * (folds + 1);
  let done = 0;
  const step = async (detail: string): Promise<void> => {
    input.onProgress?.({ task: input.task, stage: "penalty", done: ++done, total, detail });
    await pause(input.signal);
  };
  await pause(input.signal);

  const chosen = folds
    ? choose(
        await foldLosses(name, method, input, { ...parameters, folds }, path, () => step("cross-validation")),
        parameters.select,
      )
    : null;
  const judged = validation && judgedRows(validation, encodings, factors);
  const upTo = chosen ? path.slice(0, chosen.index + 1) : path;
  const lossOf = (fit: readonly Coefficients[]): number =>
    judged ? meanLoss(judged, fit, link, method.metric) : Number.NaN;
  const { losses, fits } = await fitPath(name, recipe, upTo, lossOf, method.metric, step);
  const at = chosen ? chosen.index : indexOfLeast(losses);
  const [fit, penalty] = [fits[at]!, path[at]!];
  const errors = recipe.standardErrors?.(penalty, fit);
  const weights = rowWeights(train);
  const body: LinearBody = {
    link,
    encodings,
    outputs: fit.map((output, k) =>
      outputBody(output, errors?.[k], termMoments(encodings, rows.design, output.coefficients, weights)),
    ),
    penalty,
  };
  const { target } = train;
  return {
    model: fittedModel(
      {
        schemaVersion: 1,
        learner: name,
        family: "linear",
        task: target.task,
        classes: target.task === "classification" ? target.classes : null,
        features: featuresOf(train.data),
        body,
      },
      linearScorer,
    ),
    history: {
      ...(judged && { [`validation ${method.metric.name}`]: curveOf(losses, method.metric) }),
      ...(chosen && { [`cross-validated ${method.metric.name}`]: curveOf(chosen.means, method.metric) }),
    },
    parameters: { ...parameters, penalty, folds },
    backend: "typescript",
    backendNotes: [],
  };
}
