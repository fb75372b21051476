import { existsSync } from "node:fs";
import type { FeatureTable } from "../features/dataset.js";
import { zeroOne } from "../metrics/row-loss.js";
import { fromJSON } from "../models/score.js";
import type { Policy } from "../projects/types.js";
import { readModel } from "../tracking/artifacts.js";
import { labelsOf } from "../tracking/measure-run.js";
import type { TrackedRun } from "../tracking/types.js";
import type { Evidence } from "./evidence.js";
import { groupGap, type GroupGap } from "./fairness.js";
import { noiseDrop, noisyRows, type NoiseDrop } from "./robustness.js";

/** What a policy's gates ask of one run beyond its metrics; nothing is judged here. */
export interface GateEvidence {
  fairness: GroupGap[];
  robustness: NoiseDrop[];
}

/**
 * Measures what the policy's fairness and robustness gates ask of every run: accuracy across groups on the rows that
 * judge, and what noise costs the fitted model on its test rows. A run without a readable model has no robustness.
 *
 * @param runs the runs of the evidence, with a way to their models.
 * @returns by run id.
 * @example (await gateEvidence(evidence, runs, table, { seed: 1 })).get(runId)?.fairness[0]?.gap
 */
export async function gateEvidence(
  { policy, rows, runs: judged, task }: Pick<Evidence, "policy" | "rows" | "runs" | "task">,
  runs: readonly TrackedRun[],
  table: FeatureTable,
  { seed }: { seed: number },
): Promise<Map<string, GateEvidence>> {
  const asked = <G extends string>(gate: G) =>
    (policy.gates ?? []).filter(
      (rule): rule is Extract<NonNullable<Policy["gates"]>[number], { gate: G }> => rule.gate === gate,
    );
  const attributes = asked("fairness").map(({ attribute }) => attribute);
  const columns = rows.segments.filter(({ name }) => task === "classification" && attributes.includes(name));
  const robust = asked("robustness").map((rule) => ({
    metric: rule.metric,
    rows: noisyRows(table, labelsOf(table), { noise: rule.noise, seed }),
  }));
  const measured = new Map<string, GateEvidence>();
  for (const { run, ...prediction } of judged) {
    const wrong = zeroOne({ label: rows.label, ...prediction });
    const right = Float64Array.from(rows.label, (_, row) => 1 - wrong(row));
    const tracked = runs.find(({ runId }) => runId === run.runId);
    const model =
      robust.length > 0 && tracked && tracked.family !== "onnx" && existsSync(tracked.artifact("model.json"))
        ? fromJSON(await readModel(tracked))
        : null;
    measured.set(run.runId, {
      fairness: columns.map((column) => groupGap(column, right, rows.unit, rows.units.length, policy.level)),
      robustness: model
        ? robust.map(({ metric, rows: scored }) => noiseDrop(model, scored, { metric, level: policy.level }))
        : [],
    });
  }
  return measured;
}
