import { niceWidth, quantileOf, round } from "./grid.js";
import type { RegressionCurves } from "./types.js";

/**
 * Counts of residuals (actual − predicted) in equal bins over their middle 98 %; the first and last bin also hold what
 * lies beyond, and their outer bounds are the extremes.
 */
export function residualHistogram(label: Float64Array, prediction: Float64Array): RegressionCurves["residuals"] {
  if (label.length === 0) return [];
  const residuals = label.map((value, i) => value - prediction[i]!).sort();
  const [low, high] = [quantileOf(residuals, 0.01), quantileOf(residuals, 0.99)];
  const width = niceWidth(high - low, 40);
  const start = Math.floor(low / width);
  const bins = Math.max(1, Math.floor(high / width) - start + 1);
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of residuals) counts[Math.min(bins - 1, Math.max(0, Math.floor(value / width) - start))]!++;
  return counts.map((count, bin) => ({
    lower: bin === 0 ? Math.min(residuals[0]!, round(start * width)) : round((start + bin) * width),
    upper:
      bin === bins - 1 ? Math.max(residuals.at(-1)!, round((start + bins) * width)) : round((start + bin + 1) * width),
    count,
  }));
}
