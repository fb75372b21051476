import { holm } from "../stats/multiplicity.js";
import { sameJudgement } from "./comparison.js";
import { contingencyOf } from "./contingency.js";
import { gainBasis, resampledGainsOf } from "./estimates.js";
import type { GainBasis } from "./gain-basis.js";
import { gainAtLevel, gainPValue, mirrored } from "./gain-basis.js";
import type { PairwiseMatrix } from "./many-types.js";
import type { ReplicatedEvidence } from "./replicated.js";

/** How the challenger's gain over the champion on one metric is known, runs by their index. */
export function gainBetween(evidence: ReplicatedEvidence, a: number, b: number, k: number): GainBasis {
  const { rows, runs, task, metrics, numbers } = evidence;
  const metric = metrics[k]!;
  const independent = rows.units.length === rows.rows && !rows.weight;
  const [champion, challenger] = [numbers[a]!, numbers[b]!];
  const counted = task === "classification" && independent && metric.name === "accuracy";
  const gain = {
    metric,
    champion: champion.replicates[k]!,
    challenger: challenger.replicates[k]!,
    influences: [champion.influences[k]!, challenger.influences[k]!] as const,
    contingency: counted ? contingencyOf(rows.label, runs[a]!, runs[b]!) : null,
    identical: sameJudgement(runs[a]!, runs[b]!),
  };
  return gainBasis(gain, resampledGainsOf(gain), { n: rows.rows, units: rows.units.length });
}

/**
 * Every ordered pair on the primary metric, each with its gain's interval and the p-value of "no gain" by the same
 * method, adjusted by Holm over the unordered pairs: a swapped pair has the same p and the opposite gain.
 *
 * @example pairwiseMatrix(replicate(evidence, { seed: 1 })).cells.length // runs × (runs − 1)
 */
export function pairwiseMatrix(evidence: ReplicatedEvidence): PairwiseMatrix {
  const { runs, metrics, policy } = evidence;
  const k = metrics.findIndex(({ name }) => name === policy.primaryMetric);
  const pairs = runs.flatMap((_, a) => runs.slice(a + 1).map((_, rest) => [a, a + 1 + rest] as const));
  const bases = pairs.map(([a, b]) => gainBetween(evidence, a, b, k));
  const pValues = bases.map(gainPValue);
  const adjusted = holm(pValues);
  return {
    metric: policy.primaryMetric,
    adjustment: "holm",
    cells: pairs.flatMap(([a, b], i) => {
      const cell = (champion: number, challenger: number, basis: GainBasis): PairwiseMatrix["cells"][number] => ({
        champion: runs[champion]!.run.runId,
        challenger: runs[challenger]!.run.runId,
        gain: gainAtLevel(basis, policy.level),
        pValue: pValues[i]!,
        adjustedPValue: adjusted[i]!,
      });
      return [cell(a, b, bases[i]!), cell(b, a, mirrored(bases[i]!))];
    }),
  };
}
