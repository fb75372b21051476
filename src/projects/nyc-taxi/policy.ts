import type { Policy } from "../types.js";

/** Two cents in the mean error are worth a change; large errors may not grow by five. */
export const policy: Policy = {
  name: "taxi-mae",
  source: "project",
  primaryMetric: "mae",
  smallestWorthwhileGain: 0.02,
  level: 0.95,
  guardrails: [{ metric: "rmse", margin: 0.05 }],
  metrics: ["medianAbsoluteError", "mape", "r2", "bias"],
  evidence: "test",
};
