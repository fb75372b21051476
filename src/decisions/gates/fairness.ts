import type { GroupGap } from "../../evaluation/fairness.js";
import { formatDifference } from "../../lib/format.js";
import type { GateRule } from "../../projects/types.js";
import { notMeasured, type Requirement } from "./requirement.js";

const quantity = { unit: "rate", targetUnit: "" } as const;

/** Accuracy across the groups of a protected attribute: the largest difference between any two of them. */
export function fairnessRequirement(
  { attribute, limit }: Extract<GateRule, { gate: "fairness" }>,
  measured: readonly GroupGap[],
  { level }: { level: number },
): Requirement {
  const found = measured.find((candidate) => candidate.attribute === attribute);
  const value = found?.gap ?? notMeasured(level);
  const groups = found?.between;
  return {
    name: `accuracy across ${attribute}`,
    gate: "fairness",
    bound: "at-most",
    limit,
    quantity,
    value,
    isDifference: true,
    finding: groups
      ? `Accuracy differs by ${formatDifference(value.estimate, quantity)} between ${attribute} ${groups[0]} and ${groups[1]}`
      : `Accuracy across ${attribute}`,
  };
}
