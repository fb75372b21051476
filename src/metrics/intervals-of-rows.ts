import type { MetricInput } from "./metric.js";

/** Why a metric of intervals has no value. */
export const intervalMissing = ({ interval }: MetricInput): string | null =>
  interval ? null : "the model gives no interval with its predictions";
