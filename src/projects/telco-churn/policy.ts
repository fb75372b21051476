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
  evidence: "cross-fitted",
};
