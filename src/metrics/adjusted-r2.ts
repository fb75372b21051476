import { fromSums, weightedTerms } from "./from-sums.js";
import type { Metric } from "./metric.js";
import { fromVariances, writeVariance } from "./variance-sums.js";

const r2 = fromVariances(({ labels, squaredErrors }) => 1 - squaredErrors / labels);

/**
 * r² less what a model gains by the number of columns it reads (`input.predictors`): 1 − (1 − r²) (n − 1) / (n − p − 1).
 * Meant for the rows that the model was fitted on. NaN without that number, or with no more rows than it + 1. Weights
 * are counts of rows.
 *
 * @see Ezekiel (1930), Methods of Correlation Analysis; statsmodels `rsquared_adj`
 * @example adjustedR2.prepare({ label: [1, 2, 3, 4], prediction: [1, 2, 2, 4], predictors: 1 })() // 0.7
 */
export const adjustedR2: Metric = {
  name: "adjustedR2",
  title: "Adjusted R²",
  task: "regression",
  direction: "maximize",
  range: [Number.NEGATIVE_INFINITY, 1],
  unit: "number",
  formula: "1 − (1 − R²) (n − 1) / (n − p − 1), p the number of columns",
  convention: "Ezekiel (1930), as statsmodels rsquared_adj",
  ...fromSums({
    terms(input) {
      const write = writeVariance(input);
      return weightedTerms(input, 6, (row, terms, at) => {
        write(row, terms, at);
        terms[at + 5] = input.predictors ?? Number.NaN;
      });
    },
    fromSums(sums) {
      const n = sums[0]!;
      const degrees = n - sums[5]! / n - 1;
      return degrees > 0 ? 1 - ((1 - r2.fromSums(sums)) * (n - 1)) / degrees : Number.NaN;
    },
  }),
  undefinedBecause({ predictors, label }) {
    if (predictors === undefined) return "how many columns the model reads is not known";
    return label.length <= predictors + 1 ? `${predictors} columns leave no row over of ${label.length}` : null;
  },
};
