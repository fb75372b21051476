import type { ClassificationCurves } from "./types.js";

/** Counts of scores in equal bins of [0, 1], by class. */
export function scoreHistogram(label: Float64Array, score: Float64Array, bins = 20): ClassificationCurves["scores"] {
  const counts = Array.from({ length: bins }, (_, bin) => ({
    lower: bin / bins,
    upper: (bin + 1) / bins,
    negative: 0,
    positive: 0,
  }));
  for (let i = 0; i < label.length; i++)
    counts[Math.min(bins - 1, Math.floor(score[i]! * bins))]![label[i] === 1 ? "positive" : "negative"]++;
  return counts;
}
