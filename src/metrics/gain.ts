import type { Metric } from "./metric.js";

/**
 * How much better the challenger is: above 0 it wins, whatever the metric's direction. For a signed metric (bias) the
 * one closer to zero is better.
 *
 * @returns the gain in the metric's unit; NaN where either value is.
 * @example gain(rmse, 12, 10) // 2
 */
export function gain(metric: Metric, champion: number, challenger: number): number {
  if (metric.signed) return Math.abs(champion) - Math.abs(challenger);
  return metric.direction === "maximize" ? challenger - champion : champion - challenger;
}
