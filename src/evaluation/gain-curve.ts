import type { ScoreStep } from "./score-order.js";
import { thin } from "./thin.js";
import type { ClassificationCurves } from "./types.js";

/**
 * The cumulative gain curve: the share of positives among the share of rows with the highest scores, from (0, 0) to
 * (1, 1), at most 200 points. Lift at a point is `found / share`. Rows of equal scores are taken at once, so that
 * straight lines between points are the mean over their orders. Empty without a positive row.
 */
export function gainCurve(steps: readonly ScoreStep[]): ClassificationCurves["gain"] {
  const last = steps.at(-1);
  if (!last || last.truePositives === 0) return [];
  const total = last.truePositives + last.falsePositives;
  const points = steps.map(({ truePositives, falsePositives }) => ({
    share: (truePositives + falsePositives) / total,
    found: truePositives / last.truePositives,
  }));
  return thin(
    [{ share: 0, found: 0 }, ...points],
    ({ share }) => share,
    ({ found }) => found,
  );
}
