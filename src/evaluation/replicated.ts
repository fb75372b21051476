import { getMetric } from "../metrics/index.js";
import type { Metric } from "../metrics/metric.js";
import type { Policy } from "../projects/types.js";
import type { OnProgress } from "../lib/progress.js";
import type { Evidence } from "./evidence.js";
import { measureModels, type ModelNumbers } from "./measure-models.js";

/** Every run's metrics on one set of draws: the leader board and all pairs are read off it. */
export interface ReplicatedEvidence extends Evidence {
  metrics: Metric[];
  /** By run. */
  numbers: ModelNumbers[];
  /** Of the draws; pairs draw the signs of their permutation tests from it too. */
  seed: number;
}

/** The metrics that a policy names, the primary one first, each once. */
export const policyMetrics = (policy: Pick<Policy, "primaryMetric" | "guardrails" | "metrics">): Metric[] =>
  [...new Set([policy.primaryMetric, ...policy.guardrails.map(({ metric }) => metric), ...policy.metrics])].map(
    getMetric,
  );

/**
 * Measures every run of the evidence, resampling its units once for all.
 *
 * @param options.draws resamples, 2,000 by default.
 */
export function replicate(
  evidence: Evidence,
  { seed, draws = 2000, onProgress }: { seed: number; draws?: number; onProgress?: OnProgress },
): ReplicatedEvidence {
  const { rows, runs, policy, project } = evidence;
  const metrics = policyMetrics(policy);
  const onModel = (done: number): void =>
    onProgress?.({ task: `${project} · evidence`, stage: "resampling", done, total: runs.length });
  const { primaryMetric } = policy;
  return {
    ...evidence,
    metrics,
    seed,
    numbers: measureModels(runs, rows, { metrics, primaryMetric, draws, seed, onModel }),
  };
}
