import type { MetricName } from "../metrics/metric.js";
import type { Estimate } from "../stats/estimate.js";
import type { Decision } from "./types.js";

/** A gain asked against its margin: within ±margin (two one-sided tests), or not worse by the margin. */
export interface MarginTest {
  kind: "equivalence" | "non-inferiority";
  metric: MetricName;
  /** > 0, in the metric's unit: δ for the primary metric, a guardrail's own otherwise. */
  margin: number;
  gain: Estimate;
  /** The larger of both sides' p-values for `equivalence`. To be compared with `alpha`. */
  pValue: number;
  /** By Holm over the guardrails' tests; the same as `pValue` for `equivalence`. */
  adjustedPValue: number;
  /** One-sided error that goes with the interval's level: (1 − level)/2. */
  alpha: number;
  method: string;
}

/** What a Bayesian bootstrap over independent units says of the primary metric's gain. */
export interface BayesianView {
  metric: MetricName;
  /** Posterior probability that the challenger is better. */
  probabilityBetter: number;
  /** What is lost on average, in the metric's unit, by choosing each where the other is better. */
  expectedLoss: { champion: number; challenger: number };
  /** Posterior probability of a gain below, within and above ±δ, the region of practical equivalence. */
  rope: { margin: number; below: number; within: number; above: number };
  /** Posterior mean and credible interval. */
  gain: Estimate;
  draws: number;
}

/** What these rows, and more of them, can show of the primary metric's gain. */
export interface PowerView {
  metric: MetricName;
  level: number;
  /** The power that `smallestDetectableGain` and the units stand for: 0.8. */
  wanted: number;
  units: number;
  standardError: number;
  /** Smallest true gain whose interval excludes 0 with the wanted power. */
  smallestDetectableGain: number;
  /** Chance, at a true gain, that the interval lies above 0, and that it lies above δ (rule 2's first half). */
  curve: { gain: number; aboveZero: number; aboveMargin: number }[];
  /** Smallest detectable gain at other numbers of independent units. */
  byUnits: { units: number; smallestDetectableGain: number }[];
  /** Units in all for the wanted power; null where not defined. */
  unitsNeeded: { ifGainZero: number | null; ifGainTwiceMargin: number | null };
}

/** A parameter that two runs do not share; null where a run has none of this name. */
export interface ParameterChange {
  name: string;
  champion: string | null;
  challenger: string | null;
}

/** The seed rule `majority-of-metrics`, kept to compare. */
export interface MajorityView {
  decision: Decision;
  /** `majority` or `tie`. */
  rule: string;
  /** Metrics that the challenger won, of those with a gain other than "not defined". */
  won: number;
  of: number;
  reason: string;
}
