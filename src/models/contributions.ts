import type { Dataset } from "../features/dataset.js";
import type { SplitConformalBody } from "./combined/scorer.js";
import { linearContributions } from "./linear/contributions.js";
import { naiveBayesContributions } from "./linear/naive-bayes-scorer.js";
import { treeExplainer } from "./trees/shap.js";
import type { Contributions, ModelDocument } from "./types.js";

/** What each feature adds to the predictions of some rows. */
export type Explainer = (data: Dataset) => Contributions;

/**
 * Makes ready what explains a model's predictions, exact, in Node and in the page: one row after another is then quick.
 *
 * @param document what `Model.toJSON` gave.
 * @returns null for a family whose contributions come with another issue.
 * @example explainer(model.toJSON())?.(takeRows(dataset, Int32Array.of(0)))
 */
export function explainer(document: ModelDocument): Explainer | null {
  if (document.learner === "naive-bayes") return (data) => naiveBayesContributions(document, data);
  if (document.learner === "split-conformal") return explainer((document.body as SplitConformalBody).base);
  if (document.family === "linear") return (data) => linearContributions(document, data);
  if (document.family === "trees") return treeExplainer(document);
  return null;
}

/**
 * What each feature adds to each prediction of a model, of some rows at once.
 *
 * @param document what `Model.toJSON` gave.
 * @returns null for a family whose contributions come with another issue.
 * @example contributions(model.toJSON(), takeRows(dataset, Int32Array.of(0)))
 */
export const contributions = (document: ModelDocument, data: Dataset): Contributions | null =>
  explainer(document)?.(data) ?? null;
