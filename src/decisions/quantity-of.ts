import type { Quantity } from "../lib/format.js";
import { getMetric } from "../metrics/index.js";
import type { MetricName } from "../metrics/metric.js";

/** How a metric's numbers are written. */
export const quantityOf = (metric: MetricName, targetUnit: string): Quantity => ({
  unit: getMetric(metric).unit,
  targetUnit,
});
