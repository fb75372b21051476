import { fromWeights } from "./from-weights.js";
import type { Metric } from "./metric.js";
import { ranking } from "./one-versus-rest.js";
import { ranked, undefinedMetric } from "./ranked.js";

/**
 * Mean precision over the recalls that each score reaches, without interpolation: Σ (Rₙ − Rₙ₋₁) Pₙ over distinct scores.
 * NaN where no row is positive (scikit-learn says 0, and warns).
 *
 * @see scikit-learn `average_precision_score`
 * @example averagePrecision.prepare({ label: [1, 0, 1], prediction: [0.9, 0.8, 0.7] })() // 0.8333
 */
export const averagePrecision: Metric & { name: "averagePrecision" } = {
  name: "averagePrecision",
  title: "Average precision",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "number",
  formula: "Σ (Rₙ − Rₙ₋₁) Pₙ over distinct scores, highest first",
  convention: "scikit-learn average_precision_score, without interpolation; of more classes the macro mean",
  ...fromWeights(
    ranking((input) => {
      const ranks = ranked(input);
      if (!ranks) return undefinedMetric;
      const { row, positive, last } = ranks;
      const ones = new Float64Array(row.length).fill(1);
      return (weights = ones) => {
        let sum = 0;
        let called = 0;
        let found = 0;
        let foundBefore = 0;
        for (let rank = 0; rank < row.length; rank++) {
          const weight = weights[row[rank]!]!;
          called += weight;
          found += weight * positive[rank]!;
          if (last[rank] && called > 0) {
            sum += ((found - foundBefore) * found) / called;
            foundBefore = found;
          }
        }
        return sum / found;
      };
    }),
  ),
};
