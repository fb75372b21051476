import { wilsonInterval } from "../stats/wilson.js";
import type { CalibrationBin } from "./types.js";

/**
 * Predicted against observed share of positives in equal bins of the score, with Wilson's interval; empty bins left
 * out. Bin k holds scores in [k/bins, (k+1)/bins), the last one its upper end too. The interval takes rows as
 * independent.
 */
export function calibrationBins(
  label: Float64Array,
  score: Float64Array,
  { bins = 10, level }: { bins?: number; level: number },
): CalibrationBin[] {
  const n = new Float64Array(bins);
  const predicted = new Float64Array(bins);
  const positives = new Float64Array(bins);
  for (let i = 0; i < label.length; i++) {
    const bin = Math.min(bins - 1, Math.floor(score[i]! * bins));
    n[bin]!++;
    predicted[bin]! += score[i]!;
    positives[bin]! += label[i]!;
  }
  return Array.from(n, (count, bin) => ({
    lower: bin / bins,
    upper: (bin + 1) / bins,
    n: count,
    predicted: predicted[bin]! / count,
    observed: wilsonInterval(positives[bin]!, count, level),
  })).filter((bin) => bin.n > 0);
}
