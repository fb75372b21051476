import { fromWeights } from "./from-weights.js";
import type { Metric } from "./metric.js";
import { ranking } from "./one-versus-rest.js";
import { ranked, undefinedMetric } from "./ranked.js";

/**
 * Area under the precision–recall curve by the trapezoid rule, from recall 0 with precision 1. Straight lines between
 * its points promise too much (Davis & Goadrich 2006), so average precision is the safer one. NaN without a positive.
 *
 * @see scikit-learn `auc(recall, precision)` of `precision_recall_curve`
 * @example precisionRecallAuc.prepare({ label: [1, 0, 1], prediction: [0.9, 0.8, 0.7] })() // 0.7917
 */
export const precisionRecallAuc: Metric & { name: "precisionRecallAuc" } = {
  name: "precisionRecallAuc",
  title: "Area under the precision–recall curve",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "number",
  formula: "Σ (Rₙ − Rₙ₋₁) (Pₙ + Pₙ₋₁) / 2 over distinct scores, highest first, with R₀ = 0 and P₀ = 1",
  convention: "scikit-learn auc(recall, precision): the trapezoid rule; of more classes the macro mean",
  ...fromWeights(
    ranking((input) => {
      const ranks = ranked(input);
      if (!ranks) return undefinedMetric;
      const { row, positive, last } = ranks;
      return (weights) => {
        let [area, called, found, foundBefore, precisionBefore] = [0, 0, 0, 0, 1];
        for (let rank = 0; rank < row.length; rank++) {
          const weight = weights ? weights[row[rank]!]! : 1;
          called += weight;
          found += weight * positive[rank]!;
          if (last[rank] && called > 0) {
            const precision = found / called;
            area += ((found - foundBefore) * (precision + precisionBefore)) / 2;
            foundBefore = found;
            precisionBefore = precision;
          }
        }
        return area / found;
      };
    }),
  ),
};
