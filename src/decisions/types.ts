import type { Quantity } from "../lib/format.js";
import type { GateRule } from "../projects/types.js";
import type { Estimate } from "../stats/estimate.js";

export type Decision = "promote" | "keep" | "equivalent" | "collect-more-data";
export type GateState = "pass" | "fail" | "unsettled";

/** One requirement of a policy, judged: contract §2. */
export interface Gate {
  /** Within a sentence: `accuracy across senior`. Stable, so that a page or a program may look for it. */
  name: string;
  state: GateState;
  /** What was measured; NaN throughout where it was not. */
  value: Estimate;
  limit: number;
  /** One sentence. */
  reason: string;
  gate: GateRule["gate"];
  /** Whether the value may not lie below the limit, or not above it. */
  bound: "at-least" | "at-most";
  /** How value and limit are written, and whether as a difference: `5.0 points` and not `5.0 %`. */
  quantity: Quantity;
  isDifference: boolean;
}

/** Which of the six rules of contract §4 decided, by number and name. */
export type Rule =
  "1-gate-failed" | "1-guardrail-worse" | "2-promote" | "3-open" | "4-equivalent" | "5-not-worth-it" | "6-unresolved";

export interface Verdict {
  decision: Decision;
  rule: Rule;
  /** One plain sentence. */
  reason: string;
  gain: Estimate;
  /** What stands in the way: names of gates and guardrails. */
  blocking: string[];
  /** Smallest true gain that these rows show with 80 % power; NaN where the variance is zero. */
  smallestDetectableGain: number;
  /** Further independent units for 80 % power; null where not known or none are needed. */
  moreUnits: { ifGainZero: number | null; ifGainTwiceMargin: number | null };
  /** Margins δ at which the verdict would change, and what it would be just above. */
  tippingMargins: { margin: number; decision: Decision }[];
  /** For `equivalent`: which to prefer and stay with. */
  preferred: "champion" | "challenger" | null;
}
