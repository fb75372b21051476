import { fromBins, notProbability } from "./bins-of-probability.js";
import type { Metric } from "./metric.js";

/**
 * Root mean squared calibration error with its bias removed: in each of 10 bins of equal width, the squared distance
 * between mean probability and share of positives, less the part that chance alone brings, s (1 − s) / (n − 1). 0 where
 * chance explains all of it. Bins of fewer than two rows say nothing and are left out. Weights are counts of rows.
 *
 * @see Kumar, Liang & Ma (2019), Verified Uncertainty Calibration, NeurIPS, definition 4.1
 * @example calibrationErrorDebiased.prepare({ label: [1, 1, 0, 0], prediction: [0.9, 0.9, 0.05, 0.05] })() // 0.0791
 */
export const calibrationErrorDebiased: Metric = {
  name: "calibrationErrorDebiased",
  title: "Calibration error without its bias",
  task: "classification",
  direction: "minimize",
  range: [0, 1],
  unit: "rate",
  formula:
    "√max(0, Σ over bins of share of rows × ((mean probability − s)² − s (1 − s) / (n − 1))), s the share of positives",
  convention:
    "Kumar, Liang & Ma (2019): the debiased squared error, 10 bins of equal width; of more classes as calibrationError",
  ...fromBins((bins) => {
    let [sum, rows] = [0, 0];
    for (const { weight, predicted, observed } of bins) {
      if (!(weight > 1)) continue;
      const share = observed / weight;
      rows += weight;
      sum += weight * ((predicted / weight - share) ** 2 - (share * (1 - share)) / (weight - 1));
    }
    return rows > 0 ? Math.sqrt(Math.max(0, sum / rows)) : Number.NaN;
  }),
  undefinedBecause: (input) => notProbability(input) ?? "no bin of probabilities holds two rows",
};
