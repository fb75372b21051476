import type { Metric } from "./metric.js";
import { undefinedMetric } from "./ranked.js";

const bins = 10;

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
  prepare({ label, prediction }) {
    const rows = label.length;
    const bin = new Uint8Array(rows);
    const excess = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const probability = prediction[row]!;
      if (!(probability >= 0 && probability <= 1) || Number.isNaN(label[row]!)) return undefinedMetric;
      bin[row] = Math.min(Math.floor(probability * bins), bins - 1);
      excess[row] = probability - label[row]!;
    }
    const sums = new Float64Array(bins);
    return (weights) => {
      sums.fill(0);
      let total = 0;
      for (let row = 0; row < rows; row++) {
        const weight = weights ? weights[row]! : 1;
        total += weight;
        sums[bin[row]!]! += weight * excess[row]!;
      }
      let distance = 0;
      for (let i = 0; i < bins; i++) distance += Math.abs(sums[i]!);
      return distance / total;
    };
  },
};
