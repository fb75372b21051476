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

/** How a gain's interval is made, so that it can be made again at another level: the input of `gainAtLevel`. */
export interface GainBasis {
  metric: MetricName;
  /** The interval's method, as in `Estimate.method`. */
  method: string;
  estimate: number;
  standardError: number;
  /** Of Student's t; null where the normal distribution is used. */
  degreesOfFreedom: number | null;
  n: number;
  units: number;
  /** Rows on which one model alone is right, where the method counts them; null otherwise. */
  discordant: { onlyChampionRight: number; onlyChallengerRight: number } | null;
  /** The resampled gains as a quantile function (values at probabilities, linear between), for methods that need it. */
  quantiles: { probabilities: number[]; values: number[] } | null;
}

/**
 * Sums over rows, and how they vary between independent units: enough for any function of the sums with its interval.
 * `products` is the upper triangle, row by row, of the sum over units of (unit's sums × unit's sums); null where each
 * row is a unit and counts in exactly one sum, so that it is the diagonal of `sums`.
 */
export interface UnitMoments {
  sums: number[];
  products: number[] | null;
}

/**
 * Joint counts at one threshold, in this order: label 0 then 1; within, champion below then at or above the threshold;
 * within, challenger below then at or above: index = 4 × label + 2 × champion + challenger.
 */
export interface ThresholdCells extends UnitMoments {
  threshold: number;
}

/**
 * What a page needs to ask "what if" with the code that gives the official numbers: `whatIf…` in
 * `decisions/what-if.ts`. Nothing here is per row.
 */
export interface WhatIf {
  /** Of the primary metric first, then the guardrails, then the other metrics. */
  gains: GainBasis[];
  /** Classification: joint counts per threshold from 0 to 1, and at the official thresholds; else null. */
  thresholds: ThresholdCells[] | null;
  official: ({ champion: number; challenger: number } & UnitMoments) | null;
  /**
   * Regression: sums of how far the champion predicts too high, too low, then the challenger too high, too low, then
   * the number of rows; else null.
   */
  errors: UnitMoments | null;
}
