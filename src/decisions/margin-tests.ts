import type { GainBasis } from "../evaluation/gain-basis.js";
import type { MetricName } from "../metrics/metric.js";
import { holm } from "../stats/multiplicity.js";
import { judgedAbovePValue, judgedBelowPValue, judgedGain, type Judging } from "./judged-gain.js";
import type { MarginTest } from "./pair-types.js";

/**
 * Equivalence of the primary metric within ±δ (two one-sided tests), and non-inferiority of each guardrail, by the same
 * method as each gain's interval. At `alpha` they agree with it: equivalent is an interval within ±δ, not inferior one
 * above −margin.
 *
 * @param primary how the primary gain is known, with δ > 0.
 * @see Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680; Wellek (2010), Testing
 * Statistical Hypotheses of Equivalence and Noninferiority, §1.2
 */
export function marginTests(
  primary: { basis: GainBasis; margin: number },
  guardrails: readonly { metric: MetricName; basis: GainBasis; margin: number }[],
  judging: Judging,
): MarginTest[] {
  const alpha = (1 - judging.level) / 2;
  const { basis, margin } = primary;
  const gain = judgedGain(basis, judging);
  const equivalence = Math.max(judgedBelowPValue(basis, margin, judging), judgedAbovePValue(basis, -margin, judging));
  const notWorse = guardrails.map((guardrail) => judgedAbovePValue(guardrail.basis, -guardrail.margin, judging));
  const adjusted = holm(notWorse);
  return [
    {
      kind: "equivalence",
      metric: basis.metric,
      margin,
      gain,
      pValue: equivalence,
      adjustedPValue: equivalence,
      alpha,
      method: gain.method,
    },
    ...guardrails.map((guardrail, j): MarginTest => {
      const found = judgedGain(guardrail.basis, judging);
      return {
        kind: "non-inferiority",
        metric: guardrail.metric,
        margin: guardrail.margin,
        gain: found,
        pValue: notWorse[j]!,
        adjustedPValue: adjusted[j]!,
        alpha,
        method: found.method,
      };
    }),
  ];
}
