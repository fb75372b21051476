import type { Policy } from "../types.js";

/** One customer in a hundred classified better is worth a change; neither the ranking nor the probabilities may suffer. */
export const policy: Policy = {
  name: "churn-accuracy",
  source: "project",
  primaryMetric: "accuracy",
  smallestWorthwhileGain: 0.01,
  level: 0.95,
  guardrails: [
    { metric: "rocAuc", margin: 0.01 },
    { metric: "logLoss", margin: 0.01 },
    { metric: "recall", margin: 0.03 },
  ],
  metrics: [
    "balancedAccuracy",
    "precision",
    "specificity",
    "f1",
    "mcc",
    "averagePrecision",
    "brier",
    "calibrationError",
  ],
  gates: [
    { gate: "performance", metric: "accuracy", limit: 0.78, overBaseline: 0.03 },
    { gate: "performance", metric: "rocAuc", limit: 0.82, overBaseline: 0.2 },
    { gate: "performance", metric: "averagePrecision", limit: 0.6, overBaseline: 0.25, belowChampion: 0.02 },
    { gate: "performance", metric: "logLoss", limit: 0.45, overBaseline: 0.1 },
    { gate: "performance", metric: "brier", limit: 0.15, overBaseline: 0.03, belowChampion: 0.005 },
    { gate: "performance", metric: "recall", limit: 0.45, overBaseline: 0.3 },
    { gate: "fairness", attribute: "gender", limit: 0.1 },
    { gate: "fairness", attribute: "senior", limit: 0.1 },
    { gate: "robustness", metric: "accuracy", noise: 0.1, limit: 0.02 },
  ],
  levels: { medium: 0.25, high: 0.5 },
  evidence: "cross-fitted",
};
