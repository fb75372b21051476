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
  gates: [
    { gate: "performance", metric: "mae", limit: 2, overBaseline: 0.5 },
    { gate: "performance", metric: "rmse", limit: 4.5, overBaseline: 1 },
    { gate: "performance", metric: "medianAbsoluteError", limit: 1.5, overBaseline: 0.2, belowChampion: 0.05 },
    { gate: "performance", metric: "mape", limit: 0.18, overBaseline: 0.03, belowChampion: 0.01 },
    { gate: "performance", metric: "r2", limit: 0.85, overBaseline: 0.1, belowChampion: 0.02 },
    { gate: "robustness", metric: "mae", noise: 0.1, limit: 1 },
  ],
  evidence: "test",
};
