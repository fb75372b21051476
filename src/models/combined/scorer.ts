import type { Dataset } from "../../features/dataset.js";
import { log } from "../../lib/elementary.js";
import { expectBody, importanceFrom, type MakeScorer, softmaxRows } from "../model.js";
import type { Importance, Model, ModelDocument } from "../types.js";
import { type Calibration, calibrate } from "./calibration.js";
import { conformalQuantile, type ConformalQuantiles } from "./conformal.js";

/** Reads a base model from its document. */
type Read = (document: unknown) => Model;

export interface StackingBody {
  bases: ModelDocument[];
  /** One a base model. */
  coefficients: number[];
  /** One for values; for classes one each, the first of them 0. */
  intercepts: number[];
  calibration: Calibration;
}

/** A probability as a base model's vote: its logarithm, kept off −∞. */
export const vote = (probability: number): number => log(Math.max(probability, 1e-6));

/** Intercepts plus coefficients times what the base models say: rows × width, row-major. */
export function combine(
  predictions: readonly Float64Array[],
  coefficients: readonly number[],
  intercepts: readonly number[],
  isClasses: boolean,
): Float64Array {
  const width = intercepts.length;
  const scores = Float64Array.from(predictions[0]!, (_, at) => intercepts[at % width]!);
  predictions.forEach((said, b) => {
    for (let at = 0; at < scores.length; at++)
      scores[at]! += coefficients[b]! * (isClasses ? vote(said[at]!) : said[at]!);
  });
  return isClasses ? softmaxRows(scores, width) : scores;
}

/** Importances of base models, each times its coefficient. */
function sharedImportance(document: ModelDocument, models: readonly Model[], coefficients: readonly number[]) {
  const amounts = new Map<string, number>();
  models.forEach((model, b) => {
    for (const { feature, value } of model.importance())
      amounts.set(feature, (amounts.get(feature) ?? 0) + Math.abs(coefficients[b]!) * value);
  });
  if (amounts.size === 0) return [] as Importance[];
  return importanceFrom(
    document.features,
    document.features.map(({ name }) => amounts.get(name) ?? 0),
    "mean of the base models' own, by coefficient",
  );
}

/** Combines what base models predict, and corrects probabilities. */
export const stackingScorer =
  (read: Read): MakeScorer =>
  (document) => {
    const body = document.body as StackingBody;
    expectBody(
      Array.isArray(body?.bases) &&
        body.bases.length > 0 &&
        body.coefficients?.length === body.bases.length &&
        Array.isArray(body.intercepts) &&
        body.calibration !== undefined,
      document,
      "base models and their coefficients",
    );
    const models = body.bases.map((base) => read(base));
    const classes = document.classes?.length ?? 0;
    return {
      predict(data: Dataset) {
        const said = models.map((model) => model.predict(data));
        const combined = combine(said, body.coefficients, body.intercepts, classes > 0);
        return classes > 0 ? calibrate(body.calibration, combined, classes) : combined;
      },
      importance: () => sharedImportance(document, models, body.coefficients),
    };
  };

export interface SplitConformalBody {
  base: ModelDocument;
  /** How far labels lie above and below the predictions; the same for both ends of a symmetric interval. */
  above: ConformalQuantiles;
  below: ConformalQuantiles | null;
}

/** A base model's predictions, with intervals. */
export const splitConformalScorer =
  (read: Read): MakeScorer =>
  (document) => {
    const { base, above, below } = document.body as SplitConformalBody;
    expectBody(base && Array.isArray(above?.scores), document, "a base model and its quantiles");
    const model = read(base);
    return {
      predict: (data) => model.predict(data),
      importance: () => model.importance(),
      interval(data, level) {
        const values = model.predict(data);
        const up = conformalQuantile(above, below ? (1 + level) / 2 : level);
        const down = below ? conformalQuantile(below, (1 + level) / 2) : up;
        return { lower: values.map((value) => value - down), upper: values.map((value) => value + up) };
      },
    };
  };
