import { comparisonOf } from "./comparison.js";
import { disagreementOf } from "./disagreement.js";
import type { JudgedRun } from "./evidence.js";
import { lossFor } from "./loss.js";
import type { ReplicatedEvidence } from "./replicated.js";
import type { Comparison, Disagreement } from "./types.js";

/** Two runs of a project, measured against each other. */
export interface MeasuredPair {
  champion: JudgedRun;
  challenger: JudgedRun;
  comparison: Comparison;
  disagreement: Disagreement;
}

function measurePair(evidence: ReplicatedEvidence, a: number, b: number): MeasuredPair {
  const { rows, runs, task, policy, metrics, replicates, naive, unitName, production } = evidence;
  const { primaryMetric, level } = policy;
  const [champion, challenger] = [runs[a]!, runs[b]!];
  const later =
    production && champion.production && challenger.production
      ? { split: "production", ...production, champion: champion.production, challenger: challenger.production }
      : null;
  return {
    champion,
    challenger,
    comparison: comparisonOf(
      {
        rows,
        champion,
        challenger,
        replicates: [replicates[a]!, replicates[b]!],
        naive: naive ? [naive[a]!, naive[b]!] : null,
        onlyInChampion: 0,
        onlyInChallenger: 0,
      },
      { task, metrics, primaryMetric, level, unitName },
    ),
    disagreement: disagreementOf(rows, champion, challenger, {
      task,
      loss: lossFor(primaryMetric, task),
      level,
      split: policy.evidence,
      later,
    }),
  };
}

/** Every ordered pair of runs, from the replicates: no resampling here. Swapping a pair flips the sign of its gains. */
export const pairs = (evidence: ReplicatedEvidence): MeasuredPair[] =>
  evidence.runs.flatMap((_, a) => evidence.runs.flatMap((_, b) => (a === b ? [] : [measurePair(evidence, a, b)])));
