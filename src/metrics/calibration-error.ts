import { fromBins, notProbability } from "./bins-of-probability.js";
import type { Metric } from "./metric.js";

/**
 * Expected calibration error: in each of 10 bins of equal width, the distance between mean probability and share of
 * positives, averaged by the bins' weights. A bin is closed below, the last one also above. Biased upwards: a perfectly
 * calibrated model on 1,400 rows shows about 0.024. NaN where a probability lies outside [0, 1].
 *
 * @see Naeini, Cooper & Hauskrecht (2015), AAAI, 2901–2907
 * @example calibrationError.prepare({ label: [0, 1], prediction: [0.1, 0.7] })() // 0.2
 */
export const calibrationError: Metric = {
  name: "calibrationError",
  title: "Calibration error",
  task: "classification",
  direction: "minimize",
  range: [0, 1],
  unit: "rate",
  formula: "Σ over bins of |mean probability − share of positives| × share of rows",
  convention:
    "Naeini, Cooper & Hauskrecht (2015): the plain estimate, 10 bins of equal width, biased upwards; of more classes the probability of the answer against its being right (Guo et al. 2017)",
  ...fromBins((bins, total) => bins.reduce((sum, bin) => sum + Math.abs(bin.predicted - bin.observed), 0) / total),
  undefinedBecause: notProbability,
};
