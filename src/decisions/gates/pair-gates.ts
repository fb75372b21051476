import type { GateEvidence } from "../../evaluation/gate-evidence.js";
import type { MeasuredPair } from "../../evaluation/pairs.js";
import type { MetricName } from "../../metrics/metric.js";
import type { Policy } from "../../projects/types.js";
import type { Estimate } from "../../stats/estimate.js";
import { judgeGates } from "../gates.js";
import type { Gate } from "../types.js";

const byName = ({ comparison }: MeasuredPair, side: "challenger" | "gain"): Partial<Record<MetricName, Estimate>> =>
  Object.fromEntries(comparison.metrics.map((metric) => [metric.name, metric[side]]));

/**
 * The gates that a pair's challenger must pass, from all pairs of a project: those whose champion is of the baseline
 * family give its gains over the baselines.
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
  }: {
    policy: Pick<Policy, "gates" | "level">;
    measured: ReadonlyMap<string, GateEvidence>;
    targetUnit: string;
  },
): Gate[] {
  const { runId } = pair.challenger.run;
  const baselines = pairs.filter(
    ({ champion, challenger }) => champion.run.family === "baseline" && challenger.run.runId === runId,
  );
  return judgeGates(policy, {
    metrics: byName(pair, "challenger"),
    overChampion: byName(pair, "gain"),
    overBaselines: baselines.map((baseline) => byName(baseline, "gain")),
    evidence: measured.get(runId) ?? null,
    targetUnit,
  });
}
