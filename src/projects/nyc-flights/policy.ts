import type { Policy } from "../types.js";

/** A quarter of a minute in the mean error is worth a change; large errors may not grow by half a minute. */
export const policy: Policy = {
  name: "flights-mae",
  source: "project",
  primaryMetric: "mae",
  smallestWorthwhileGain: 0.25,
  level: 0.95,
  guardrails: [{ metric: "rmse", margin: 0.5 }],
  metrics: ["medianAbsoluteError", "r2", "explainedVariance", "bias"],
  evidence: "test",
};
