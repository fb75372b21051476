import type { ScoreStep } from "./score-order.js";
import type { ThresholdCounts } from "./types.js";

/** Thresholds 0, 0.01, … 1. */
const parts = 100;

/** Positives and negatives called positive at each threshold from 0 to 1 in steps of 0.01: scores at or above it. */
export function thresholdCounts(steps: readonly ScoreStep[]): ThresholdCounts {
  const last = steps.at(-1);
  const [truePositives, falsePositives]: [number[], number[]] = [[], []];
  let at = steps.length;
  for (let part = 0; part <= parts; part++) {
    while (at > 0 && steps[at - 1]!.threshold < part / parts) at--;
    truePositives.push(at > 0 ? steps[at - 1]!.truePositives : 0);
    falsePositives.push(at > 0 ? steps[at - 1]!.falsePositives : 0);
  }
  return { truePositives, falsePositives, positives: last?.truePositives ?? 0, negatives: last?.falsePositives ?? 0 };
}
