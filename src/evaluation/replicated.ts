import { getMetric } from "../metrics/index.js";
import type { Metric } from "../metrics/metric.js";
import type { Policy } from "../projects/types.js";
import { seeded } from "../lib/random.js";
import type { OnProgress } from "../lib/progress.js";
import { unitDraws } from "../stats/resampling.js";
import { naiveReplicates, primaryOf } from "./comparison.js";
import type { Evidence } from "./evidence.js";
import { resample, type Replicates } from "./replicates.js";

/** Every run's metrics on one set of draws: the leader board and all pairs are read off it. */
export interface ReplicatedEvidence extends Evidence {
  metrics: Metric[];
  /** By run, then by metric. */
  replicates: Replicates[][];
  /** The primary metric as if rows were independent, by run; null where they are. */
  naive: Replicates[] | null;
}

/** The metrics that a policy names, the primary one first, each once. */
export const policyMetrics = (policy: Pick<Policy, "primaryMetric" | "guardrails" | "metrics">): Metric[] =>
  [...new Set([policy.primaryMetric, ...policy.guardrails.map(({ metric }) => metric), ...policy.metrics])].map(
    getMetric,
  );

/**
 * Resamples the units of the evidence once for all runs.
 *
 * @param options.draws resamples, 2,000 by default.
 */
export function replicate(
  evidence: Evidence,
  { seed, draws = 2000, onProgress }: { seed: number; draws?: number; onProgress?: OnProgress },
): ReplicatedEvidence {
  const { rows, runs, policy, project } = evidence;
  const metrics = policyMetrics(policy);
  const random = seeded(seed);
  const onModel = (done: number): void =>
    onProgress?.({ task: `${project} · evidence`, stage: "resampling", done, total: runs.length });
  const replicates = resample(runs, rows, metrics, unitDraws({ units: rows.units.length, draws, random }), onModel);
  const primary = primaryOf({ metrics, primaryMetric: policy.primaryMetric });
  return { ...evidence, metrics, replicates, naive: naiveReplicates(runs, rows, primary, random) };
}
