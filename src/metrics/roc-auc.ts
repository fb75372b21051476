import { placements } from "../stats/placements.js";
import { fromWeights } from "./from-weights.js";
import type { Metric } from "./metric.js";
import { ranking } from "./one-versus-rest.js";

import { ranked, undefinedMetric } from "./ranked.js";

/**
 * Probability that a positive row scores above a negative one, ties counting half: the area under the ROC curve. NaN
 * where a class is absent.
 *
 * @see Hanley & McNeil (1982), Radiology 143, 29–36; scikit-learn `roc_auc_score`
 * @example rocAuc.prepare({ label: [0, 1, 1], prediction: [0.2, 0.2, 0.9] })() // 0.75
 */
export const rocAuc: Metric & { name: "rocAuc" } = {
  name: "rocAuc",
  title: "Area under the ROC curve",
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "number",
  formula: "P(score of a positive > score of a negative) + P(equal) / 2",
  convention: 'scikit-learn roc_auc_score; of more classes each against the others, macro mean (multi_class="ovr")',
  ...fromWeights(
    ranking((input) => {
      const ranks = ranked(input);
      if (!ranks) return undefinedMetric;
      const { row, positive, last } = ranks;
      const ones = new Float64Array(row.length).fill(1);
      return (weights = ones) => {
        let area = 0;
        let above = 0;
        let negatives = 0;
        let tiedPositive = 0;
        let tiedNegative = 0;
        for (let rank = 0; rank < row.length; rank++) {
          const weight = weights[row[rank]!]!;
          const weightPositive = weight * positive[rank]!;
          tiedPositive += weightPositive;
          tiedNegative += weight - weightPositive;
          if (last[rank]) {
            area += tiedNegative * (above + tiedPositive / 2);
            above += tiedPositive;
            negatives += tiedNegative;
            tiedPositive = 0;
            tiedNegative = 0;
          }
        }
        return area / (above * negatives);
      };
    }),
  ),
  linear(input) {
    const { label, prediction, classes, weight } = input;
    if (classes || weight || ranked(input) === null) return null;
    const placed = placements(label, prediction);
    const terms = new Float64Array(4 * placed.length);
    let area = 0;
    let positives = 0;
    placed.forEach((share, row) => {
      const at = 4 * row + (label[row] === 1 ? 0 : 2);
      terms[at] = share;
      terms[at + 1] = 1;
      if (label[row] !== 1) return;
      area += share;
      positives++;
    });
    area /= positives;
    return { terms, fromSums: (sums) => sums[0]! / sums[1]! + sums[2]! / sums[3]! - area };
  },
};
