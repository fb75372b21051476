import { abovePValue, belowPValue, gainAtLevel, mirrored, type GainBasis } from "../evaluation/gain-basis.js";
import type { Policy } from "../projects/types.js";
import { confidenceSequence, confidenceSequencePValue } from "../stats/confidence-sequence.js";
import type { Estimate } from "../stats/estimate.js";

/** How often a pair has been judged, and at which level. */
export interface Judging {
  level: number;
  /** 1 is the first look; from 2 on gains have confidence sequences. */
  look: number;
  /** Units at the first look, for which the sequence is narrowest. */
  unitsAtFirstLook: number;
}

/** Whether a method's gain has a standard error that a confidence sequence may rest on. */
const sequential = ({ method, standardError }: GainBasis): boolean =>
  standardError > 0 && method !== "identical-predictions";

/**
 * The gain that a verdict rests on: by its own method at the first look, as a confidence sequence, which holds at all
 * looks together, from the second on.
 */
export function judgedGain(basis: GainBasis, { level, look, unitsAtFirstLook }: Judging): Estimate {
  const gain = gainAtLevel(basis, level);
  if (look === 1 || !sequential(basis)) return gain;
  const [lower, upper] = confidenceSequence(basis.estimate, basis.standardError, basis.units, level, unitsAtFirstLook);
  return { ...gain, lower, upper, method: "confidence-sequence" };
}

/**
 * One-sided p-value of "the true gain is `limit` or more" that agrees with {@link judgedGain}: at later looks half of
 * the sequence's two-sided one where the gain lies below the limit, else 1.
 */
export function judgedBelowPValue(basis: GainBasis, limit: number, { level, look, unitsAtFirstLook }: Judging): number {
  if (look === 1 || !sequential(basis)) return belowPValue(basis, limit);
  const { estimate, standardError, units } = basis;
  if (estimate >= limit) return 1;
  return confidenceSequencePValue(estimate, standardError, units, limit, level, unitsAtFirstLook) / 2;
}

/** One-sided p-value of "the true gain is `limit` or less"; see {@link judgedBelowPValue}. */
export const judgedAbovePValue = (basis: GainBasis, limit: number, judging: Judging): number =>
  judging.look === 1 ? abovePValue(basis, limit) : judgedBelowPValue(mirrored(basis), -limit, judging);

/**
 * The level of the interval corrected for how many challengers the rows have judged beside one champion: Bonferroni, as
 * contract §4 asks under "Selection".
 *
 * @returns null where the rows have judged one challenger only.
 */
export function correctedLevel(level: number, modelsJudged: number): number | null {
  const challengers = modelsJudged - 1;
  return challengers > 1 ? 1 - (1 - level) / challengers : null;
}

/** How often the pair has been judged, and the level that decides: corrected for selection where the policy is strict. */
export function judgingOf({
  policy,
  look,
  unitsAtFirstLook,
  modelsJudged,
}: Omit<Judging, "level"> & { policy: Pick<Policy, "level" | "strict">; modelsJudged: number }): Judging {
  const corrected = policy.strict ? correctedLevel(policy.level, modelsJudged) : null;
  return { level: corrected ?? policy.level, look, unitsAtFirstLook };
}
