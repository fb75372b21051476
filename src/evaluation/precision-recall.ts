import type { ScoreStep } from "./score-order.js";
import { thin } from "./thin.js";
import type { ClassificationCurves } from "./types.js";

/**
 * Precision against recall, by falling threshold, at most 200 points. Empty without a positive row.
 *
 * @see scikit-learn `precision_recall_curve`
 */
export function precisionRecallCurve(steps: readonly ScoreStep[]): ClassificationCurves["precisionRecall"] {
  const positives = steps.at(-1)?.truePositives ?? 0;
  if (positives === 0) return [];
  const points = steps.map(({ threshold, truePositives, falsePositives }) => ({
    recall: truePositives / positives,
    precision: truePositives / (truePositives + falsePositives),
    threshold,
  }));
  return thin(
    points,
    (point) => point.recall,
    (point) => point.precision,
  );
}
