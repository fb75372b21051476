import type { ScoreStep } from "./score-order.js";
import { thin } from "./thin.js";
import type { ClassificationCurves } from "./types.js";

/**
 * The receiver operating characteristic, from (0, 0) to (1, 1), at most 200 points. Empty with one class only.
 *
 * @see scikit-learn `roc_curve`
 */
export function rocCurve(steps: readonly ScoreStep[]): ClassificationCurves["roc"] {
  const last = steps.at(-1);
  if (!last || last.truePositives === 0 || last.falsePositives === 0) return [];
  const points = [
    { falsePositiveRate: 0, truePositiveRate: 0, threshold: Number.POSITIVE_INFINITY },
    ...steps.map(({ threshold, truePositives, falsePositives }) => ({
      falsePositiveRate: falsePositives / last.falsePositives,
      truePositiveRate: truePositives / last.truePositives,
      threshold,
    })),
  ];
  return thin(
    points,
    (point) => point.falsePositiveRate,
    (point) => point.truePositiveRate,
  );
}
