import type { Metric, Prepare } from "./metric.js";
import { rocAuc } from "./roc-auc.js";

const prepare: Prepare = (input) => {
  const area = rocAuc.prepare(input);
  return (weights) => 2 * area(weights) - 1;
};

/**
 * Gini coefficient of the scores, also accuracy ratio or Somers' D: 2 × area under the ROC curve − 1. NaN where a class
 * is absent.
 *
 * @see Somers (1962), American Sociological Review 27, 799–811
 * @example gini.prepare({ label: [0, 1, 1], prediction: [0.2, 0.2, 0.9] })() // 0.5
 */
export const gini: Metric & { name: "gini" } = {
  name: "gini",
  title: "Gini coefficient",
  task: "classification",
  direction: "maximize",
  range: [-1, 1],
  unit: "number",
  formula: "2 × area under the ROC curve − 1",
  convention: "of the scores, not of incomes: Somers' D of score given label; of more classes the macro mean",
  prepare,
};
