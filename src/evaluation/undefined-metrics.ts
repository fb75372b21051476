import type { Warning } from "../lib/errors.js";
import { getMetric } from "../metrics/index.js";
import { undefinedBecause } from "../metrics/undefined-because.js";
import type { SharedRows } from "./align.js";
import { metricInput, type Judged } from "./replicates.js";
import type { Comparison } from "./types.js";

/**
 * Which metrics of a comparison the rows do not define, and why, once for each reason that a model gives.
 *
 * @param models champion and challenger, as they were compared.
 * @example undefinedMetrics(comparison, [champion, challenger], rows)[0]?.message // "Mean absolute percentage error has no value: in 3 rows …"
 */
export function undefinedMetrics(
  { metrics }: Pick<Comparison, "metrics">,
  models: readonly [Judged, Judged],
  rows: Pick<SharedRows, "label" | "weight">,
): Warning[] {
  const without = metrics.filter(({ champion, challenger }) => Number.isNaN(champion.estimate + challenger.estimate));
  return without.flatMap(({ name }) => {
    const metric = getMetric(name);
    const reasons = models.map((model) => undefinedBecause(metric, metricInput(model, rows)));
    return [...new Set(reasons)].flatMap((reason) =>
      reason === null ? [] : [{ code: "undefined-metric", message: `${metric.title} has no value: ${reason}` }],
    );
  });
}
