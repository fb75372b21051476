import type { Dataset } from "../features/dataset.js";
import type { SplitConformalBody } from "./combined/scorer.js";
import { linearContributions } from "./linear/contributions.js";
import { naiveBayesContributions } from "./linear/naive-bayes-scorer.js";
import { treeShap } from "./trees/shap.js";
import type { Contributions, ModelDocument } from "./types.js";

/**
 * What each feature adds to each prediction of a model, exact, in Node and in the page.
 *
 * @param document what `Model.toJSON` gave.
 * @returns null for a family whose contributions come with another issue.
 * @example contributions(model.toJSON(), takeRows(dataset, Int32Array.of(0)))
 */
export function contributions(document: ModelDocument, data: Dataset): Contributions | null {
  if (document.learner === "naive-bayes") return naiveBayesContributions(document, data);
  if (document.learner === "split-conformal") return contributions((document.body as SplitConformalBody).base, data);
  if (document.family === "linear") return linearContributions(document, data);
  if (document.family === "trees") return treeShap(document, data);
  return null;
}
