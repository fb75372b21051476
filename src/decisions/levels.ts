import type { Policy } from "../projects/types.js";

export type Level = "low" | "medium" | "high";

/** From which prediction on a row is at medium and at high level, and who says so. */
export interface LevelBounds {
  medium: number;
  high: number;
  source: "policy" | "quantiles";
}

/** Shares of the validation predictions that lie below medium and below high, where the policy names no bounds. */
export const levelShares = { medium: 0.5, high: 0.9 } as const;

/** The value below which that share of the sorted values lies; one of them. */
const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

/**
 * The bounds of low, medium and high: the policy's own, else quantiles of what a model predicted for validation rows.
 *
 * @param predictions values, or probabilities of the positive class; those that are none are passed over.
 * @returns null where the policy names none and there are no predictions.
 * @example levelBounds({ levels: { medium: 15, high: 60 } }, predictions)
 */
export function levelBounds({ levels }: Pick<Policy, "levels">, predictions: Float64Array): LevelBounds | null {
  if (levels) return { ...levels, source: "policy" };
  const sorted = predictions.filter(Number.isFinite).sort();
  if (sorted.length === 0) return null;
  return {
    medium: quantile(sorted, levelShares.medium),
    high: quantile(sorted, levelShares.high),
    source: "quantiles",
  };
}

/**
 * The level of a prediction: high from the upper bound on, medium from the lower one on.
 *
 * @returns null for a prediction that is none.
 * @example levelOf(0.6, { medium: 0.25, high: 0.5 }) // "high"
 */
export function levelOf(prediction: number, { medium, high }: Pick<LevelBounds, "medium" | "high">): Level | null {
  if (Number.isNaN(prediction)) return null;
  return prediction >= high ? "high" : prediction >= medium ? "medium" : "low";
}
