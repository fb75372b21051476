import { fromWeights } from "./from-weights.js";
import type { Metric } from "./metric.js";
import { ranking } from "./one-versus-rest.js";
import { ranked, undefinedMetric } from "./ranked.js";

/**
 * Largest distance between the score distributions of positives and negatives: the largest true positive rate less false
 * positive rate that any threshold reaches, either way round. NaN where a class is absent.
 *
 * @see scipy `ks_2samp`
 * @example kolmogorovSmirnov.prepare({ label: [0, 1, 1], prediction: [0.2, 0.2, 0.9] })() // 0.5
 */
export const kolmogorovSmirnov: Metric & { name: "kolmogorovSmirnov" } = {
  name: "kolmogorovSmirnov",
  title: "Kolmogorov–Smirnov distance of the scores",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "rate",
  formula: "max over thresholds of |true positive rate − false positive rate|",
  convention: "scipy ks_2samp of the scores of positives and negatives; of more classes the macro mean",
  ...fromWeights(
    ranking((input) => {
      const ranks = ranked(input);
      if (!ranks) return undefinedMetric;
      const { row, positive, last } = ranks;
      return (weights) => {
        let [positives, negatives] = [0, 0];
        for (let rank = 0; rank < row.length; rank++) {
          const weight = weights ? weights[row[rank]!]! : 1;
          positives += weight * positive[rank]!;
          negatives += weight * (1 - positive[rank]!);
        }
        if (!(positives > 0 && negatives > 0)) return Number.NaN;
        let [widest, above, below] = [0, 0, 0];
        for (let rank = 0; rank < row.length; rank++) {
          const weight = weights ? weights[row[rank]!]! : 1;
          above += weight * positive[rank]!;
          below += weight * (1 - positive[rank]!);
          if (last[rank]) widest = Math.max(widest, Math.abs(above / positives - below / negatives));
        }
        return widest;
      };
    }),
  ),
};
