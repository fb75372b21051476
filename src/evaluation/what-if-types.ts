import type { Costs } from "../metrics/metric.js";
import type { GainBasis } from "./gain-basis.js";

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
 * What a page needs to ask "what if" with the code that gives the official numbers: `decisions/what-if.ts`. Nothing here
 * is per row.
 */
export interface WhatIf {
  /** Of the primary metric first, then the guardrails, then the other metrics. */
  gains: GainBasis[];
  /** Two classes: joint counts per threshold from 0 to 1; else null. */
  thresholds: ThresholdCells[] | null;
  /** Two classes: the same at the official thresholds; else null. */
  official: ({ champion: number; challenger: number } & UnitMoments) | null;
  /**
   * Values: sums of how far the champion predicts too high, too low, then the challenger too high, too low, then the
   * number of rows; else null.
   */
  errors: UnitMoments | null;
  /** The policy's costs of answers, for metrics that read them; null where it has none. */
  costs: Costs | null;
}
