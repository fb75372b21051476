import type { DriftMeasurement } from "../monitoring/types.js";
import { alphaSpending } from "../stats/alpha-spending.js";
import { onlineFalseDiscovery } from "../stats/online-false-discovery.js";
import type { DriftPolicy } from "./drift-types.js";
import { tooFewRows } from "./too-few-rows.js";

/** False alarms in at most this share of years, for `sustained`. */
export const yearlyAlpha = 0.05;

/** What a window's test says among all windows so far. */
export interface WindowInSequence {
  /** Simes's p of "no column moved", which is the smallest p that Benjamini and Hochberg adjust over its columns. */
  pValue: number;
  /** Level of its test; it depends on the windows before it only. NaN where the window has too few rows. */
  level: number;
  /** p scaled so that comparing it with 1 − the policy's level is the same decision. */
  adjustedPValue: number;
  /** True where the test holds over all windows so far. */
  confirmed: boolean;
  /** The same at a level at which windows without change raise a false alarm in at most 5 % of years. */
  confirmedAllYear: boolean;
}

function simes({ columns, units }: DriftMeasurement, policy: DriftPolicy): number {
  const values = columns
    .filter((column) => column.role !== "context" && tooFewRows(column, policy, units) === null)
    .map(({ test }) => test.adjustedPValue)
    .filter(Number.isFinite);
  return values.length > 0 ? Math.min(...values) : Number.NaN;
}

/**
 * Corrects over windows, one after the other (LORD++, or alpha spending where windows share rows): each is tested at a level that follows from the windows before
 * it, so that a new window never changes what was said of an older one.
 *
 * @param overlapping true where windows share rows, so that their tests depend on one another.
 * @param perYear how many such windows make a year; 1 where they have no dates.
 * @see stats/online-false-discovery.ts; Simes (1986), Biometrika 73, 751–754
 * @example windowsInSequence(measurements, defaultDriftPolicy, { perYear: 12, overlapping: false })[0].confirmed
 */
export function windowsInSequence(
  measurements: readonly DriftMeasurement[],
  policy: DriftPolicy,
  { perYear, overlapping }: { perYear: number; overlapping: boolean },
): WindowInSequence[] {
  const pValues = measurements.map((measurement) => simes(measurement, policy));
  const rule = overlapping ? alphaSpending : onlineFalseDiscovery;
  return rule(pValues, 1 - policy.level).map(({ level, rejected, adjustedPValue }, i) => ({
    pValue: pValues[i]!,
    level,
    adjustedPValue,
    confirmed: rejected,
    confirmedAllYear: pValues[i]! <= yearlyAlpha / perYear,
  }));
}
