import type { GateEvidence } from "../evaluation/gate-evidence.js";
import type { Policy } from "../projects/types.js";
import { fairnessRequirement } from "./gates/fairness.js";
import { judge } from "./gates/judge.js";
import { performanceRequirements, type PerformanceEvidence } from "./gates/performance.js";
import { robustnessRequirement } from "./gates/robustness.js";
import type { Gate } from "./types.js";

/** What is known of the model that the gates are about. */
export interface GateInput extends PerformanceEvidence {
  /** Null where nothing beyond metrics was measured. */
  evidence: GateEvidence | null;
  /** The target's unit in the plural, such as `minutes`. */
  targetUnit: string;
}

/**
 * Judges one model by every gate of a policy, in the policy's order. What was not measured is unsettled, never passed.
 *
 * @throws RangeError where the policy has a gate on a signed metric.
 * @example judgeGates(project.policy, { metrics, overChampion, overBaselines: [], evidence, targetUnit: "" })
 */
export function judgeGates({ gates = [], level }: Pick<Policy, "gates" | "level">, input: GateInput): Gate[] {
  const context = { level, targetUnit: input.targetUnit };
  return judge(
    gates.flatMap((rule) => {
      if (rule.gate === "performance") return performanceRequirements(rule, input, context);
      if (rule.gate === "fairness") return [fairnessRequirement(rule, input.evidence?.fairness ?? [], context)];
      return [robustnessRequirement(rule, input.evidence?.robustness ?? [], context)];
    }),
  );
}
