import type { Warning } from "../lib/errors.js";
import type { Metric } from "../metrics/metric.js";
import { undefinedBecause } from "../metrics/undefined-because.js";
import type { SharedRows } from "./align.js";
import { metricInput, type Judged } from "./replicates.js";

/**
 * Which metrics the rows do not define, and why, once for each reason that a model gives.
 *
 * @example undefinedMetrics([getMetric("mape")], [champion], rows) // "Mean absolute percentage error has no value: in 3 rows …"
 */
export function undefinedMetrics(
  metrics: readonly Metric[],
  models: readonly Judged[],
  rows: Pick<SharedRows, "label" | "weight">,
): Warning[] {
  return metrics.flatMap((metric) => {
    const reasons = models.map((model) => undefinedBecause(metric, metricInput(model, rows)));
    return [...new Set(reasons)].flatMap((reason) =>
      reason === null ? [] : [{ code: "undefined-metric", message: `${metric.title} has no value: ${reason}` }],
    );
  });
}
