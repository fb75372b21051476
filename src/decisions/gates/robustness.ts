import type { NoiseDrop } from "../../evaluation/robustness.js";
import { formatDifference, formatNumber } from "../../lib/format.js";
import { getMetric } from "../../metrics/index.js";
import type { GateRule } from "../../projects/types.js";
import { metricInWords } from "../headline.js";
import { notMeasured, type Requirement } from "./requirement.js";

/** What noise in every numeric feature costs the fitted model. */
export function robustnessRequirement(
  { metric, noise, limit }: Extract<GateRule, { gate: "robustness" }>,
  measured: readonly NoiseDrop[],
  { level, targetUnit }: { level: number; targetUnit: string },
): Requirement {
  const found = measured.find((candidate) => candidate.metric === metric && candidate.noise === noise);
  const { title, unit } = getMetric(metric);
  const quantity = { unit, targetUnit };
  const value = found?.drop ?? notMeasured(level);
  const verb = value.estimate >= 0 ? "loses" : "gains";
  return {
    name: `${metricInWords(metric)} under noise`,
    gate: "robustness",
    bound: "at-most",
    limit,
    quantity,
    value,
    isDifference: true,
    finding: found
      ? `${title} ${verb} ${formatDifference(value.estimate, quantity)} when ${found.columns} numeric columns get noise of ${formatNumber(noise)} standard deviations`
      : `${title} under noise`,
  };
}
