import { bestOfMany } from "../stats/best-of-many.js";
import { modelConfidenceSet } from "../stats/model-confidence-set.js";
import { metricEstimate } from "./estimates.js";
import type { ConfidenceSet, Optimism } from "./many-types.js";
import type { ReplicatedEvidence } from "./replicated.js";
import type { Replicates } from "./replicates.js";

/** The primary metric of every run; null where a draw leaves it undefined, where it has no order, or there is one run. */
function primaryValues({ metrics, numbers, policy }: ReplicatedEvidence): Replicates[] | null {
  const k = metrics.findIndex(({ name }) => name === policy.primaryMetric);
  const values = numbers.map(({ replicates }) => replicates[k]!);
  const defined = values.every(
    ({ estimate, replicates }) =>
      Number.isFinite(estimate) && replicates.length > 1 && replicates.every(Number.isFinite),
  );
  return values.length < 2 || metrics[k]!.signed || !defined ? null : values;
}

/**
 * The runs that these rows cannot tell from the best, at the policy's level, by the primary metric; see
 * `modelConfidenceSet`.
 */
export function confidenceSet(evidence: ReplicatedEvidence): ConfidenceSet | null {
  const values = primaryValues(evidence);
  if (!values) return null;
  const { rows, runs, metrics, policy } = evidence;
  const { name, direction, range } = metrics.find((metric) => metric.name === policy.primaryMetric)!;
  const members = modelConfidenceSet(values, direction);
  const best = Number.isFinite(range[1]) ? range[1] : 0;
  return {
    metric: name,
    loss: direction === "minimize" ? name : `${best} − ${name}`,
    level: policy.level,
    method: "hansen-lunde-nason",
    draws: values[0]!.replicates.length,
    units: rows.units.length,
    models: members
      .map(({ pValue, eliminated }, i) => ({ pValue, eliminated, i }))
      .sort((a, b) => a.eliminated - b.eliminated || a.i - b.i)
      .map(({ pValue, i }) => ({
        runId: runs[i]!.run.runId,
        meanLoss: direction === "minimize" ? values[i]!.estimate : best - values[i]!.estimate,
        pValue,
        included: pValue >= 1 - policy.level,
      })),
  };
}

/** The best run's primary metric with the luck of having been picked on these rows removed; see `bestOfMany`. */
export function optimismOfBest(evidence: ReplicatedEvidence): Optimism | null {
  const values = primaryValues(evidence);
  if (!values) return null;
  const { rows, runs, metrics, policy } = evidence;
  const { name, direction } = metrics.find((metric) => metric.name === policy.primaryMetric)!;
  const counts = { n: rows.rows, units: rows.units.length };
  const { best, optimism, corrected } = bestOfMany(values, direction, counts, policy.level);
  return {
    metric: name,
    runId: runs[best]!.run.runId,
    models: runs.length,
    naive: metricEstimate(values[best]!, { level: policy.level, ...counts }),
    corrected,
    optimism,
    draws: values[best]!.replicates.length,
  };
}
