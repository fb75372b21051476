import type { TestStatistic } from "./estimate.js";
import { studentUpper } from "./t-test.js";

export interface Equivalence extends TestStatistic {
  /** One-sided test that the true value is above −margin. */
  aboveLower: { statistic: number; pValue: number };
  /** One-sided test that the true value is below the margin. */
  belowUpper: { statistic: number; pValue: number };
}

const needMargin = (margin: number): void => {
  if (!(margin > 0)) throw new RangeError(`a margin above 0 is needed, got ${margin}`);
};

/**
 * Schuirmann's two one-sided tests: is a true difference within ±margin? A small p says equivalent; at α it agrees with
 * "the interval at level 1 − 2α lies within ±margin".
 *
 * @param standardError of the estimated difference; `degreesOfFreedom` of its t, null for the normal distribution.
 * @returns both one-sided tests, and as statistic and p those of the one that is further from rejecting; NaN where the
 * standard error is not above 0.
 * @throws RangeError where the margin is not above 0.
 * @see Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680; statsmodels `ttost_paired`
 * @example equivalenceTest({ estimate: 0.001, standardError: 0.004, degreesOfFreedom: null }, 0.01).pValue // 0.0122
 */
export function equivalenceTest(
  { estimate, standardError, degreesOfFreedom }: MeasuredDifference,
  margin: number,
): Equivalence {
  needMargin(margin);
  const oneSided = (distance: number): { statistic: number; pValue: number } => {
    const statistic = standardError > 0 ? distance / standardError : Number.NaN;
    return { statistic, pValue: studentUpper(statistic, degreesOfFreedom) };
  };
  const aboveLower = oneSided(estimate + margin);
  const belowUpper = oneSided(margin - estimate);
  const nearer = belowUpper.statistic < aboveLower.statistic ? belowUpper : aboveLower;
  return { ...nearer, degreesOfFreedom, aboveLower, belowUpper };
}

/** An estimated difference as `pairedT`, `clusterRobustT` and their kind return it. */
export interface MeasuredDifference {
  estimate: number;
  standardError: number;
  degreesOfFreedom: number | null;
}

/**
 * Non-inferiority, one-sided: is the true gain above −margin? A small p says that the challenger is not worse than the
 * champion by the margin or more.
 *
 * @param difference gain with its standard error, > 0 where the challenger is better.
 * @returns NaN where the standard error is not above 0.
 * @throws RangeError where the margin is not above 0.
 * @see Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority, §1.2
 * @example nonInferiorityTest({ estimate: -0.002, standardError: 0.004, degreesOfFreedom: null }, 0.01).pValue // 0.0228
 */
export function nonInferiorityTest(difference: MeasuredDifference, margin: number): TestStatistic {
  const { aboveLower } = equivalenceTest(difference, margin);
  return { ...aboveLower, degreesOfFreedom: difference.degreesOfFreedom };
}
