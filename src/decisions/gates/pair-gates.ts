import type { GateEvidence } from "../../evaluation/gate-evidence.js";
import type { MeasuredPair } from "../../evaluation/pairs.js";
import type { MetricComparison } from "../../evaluation/types.js";
import type { MetricName } from "../../metrics/metric.js";
import type { Policy } from "../../projects/types.js";
import type { Estimate } from "../../stats/estimate.js";
import { judgeGates } from "../gates.js";
import { judgedGain, type Judging } from "../judged-gain.js";
import type { Gate } from "../types.js";

const byName = (
  { comparison }: MeasuredPair,
  estimateOf: (metric: MetricComparison) => Estimate,
): Partial<Record<MetricName, Estimate>> =>
  Object.fromEntries(comparison.metrics.map((metric) => [metric.name, estimateOf(metric)]));

/**
 * The gates that a pair's challenger must pass, from all pairs of a project: those whose champion is of the baseline
 * family give its gains over the baselines. From the second look on these gains have confidence sequences, as the
 * verdict's gain has; values against fixed limits keep the interval of a single look.
 *
 * @param measured what was measured beyond metrics, by run id.
 */
export function pairGates(
  pair: MeasuredPair,
  pairs: readonly MeasuredPair[],
  {
    policy,
    measured,
    targetUnit,
    looks: { look, unitsAtFirstLook },
  }: {
    policy: Pick<Policy, "gates" | "level">;
    measured: ReadonlyMap<string, GateEvidence>;
    targetUnit: string;
    looks: Omit<Judging, "level">;
  },
): Gate[] {
  const { runId } = pair.challenger.run;
  const baselines = pairs.filter(
    ({ champion, challenger }) => champion.run.family === "baseline" && challenger.run.runId === runId,
  );
  const gainOf = ({ basis }: MetricComparison): Estimate =>
    judgedGain(basis, { level: policy.level, look, unitsAtFirstLook });
  return judgeGates(policy, {
    metrics: byName(pair, ({ challenger }) => challenger),
    overChampion: byName(pair, gainOf),
    overBaselines: baselines.map((baseline) => byName(baseline, gainOf)),
    evidence: measured.get(runId) ?? null,
    targetUnit,
  });
}
