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
  gates: [
    { gate: "performance", metric: "mae", limit: 14, overBaseline: 5 },
    { gate: "performance", metric: "rmse", limit: 19, overBaseline: 10 },
    { gate: "performance", metric: "medianAbsoluteError", limit: 12, overBaseline: 2, belowChampion: 0.5 },
    { gate: "performance", metric: "r2", limit: 0.7, overBaseline: 0.5, belowChampion: 0.03 },
    { gate: "performance", metric: "explainedVariance", limit: 0.7, overBaseline: 0.5, belowChampion: 0.03 },
    { gate: "robustness", metric: "mae", noise: 0.1, limit: 1.5 },
  ],
  levels: { medium: 15, high: 60 },
  evidence: "test",
};
