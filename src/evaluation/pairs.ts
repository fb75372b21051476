import { comparisonOf } from "./comparison.js";
import { disagreementOf } from "./disagreement.js";
import type { JudgedRun } from "./evidence.js";
import { lossFor } from "./loss.js";
import type { ReplicatedEvidence } from "./replicated.js";
import type { Comparison, Disagreement } from "./types.js";
import { whatIfData } from "./what-if-data.js";
import type { WhatIf } from "./what-if-types.js";

/** Two runs of a project, measured against each other. */
export interface MeasuredPair {
  champion: JudgedRun;
  challenger: JudgedRun;
  comparison: Comparison;
  disagreement: Disagreement;
  whatIf: WhatIf;
}

/** The pair of the runs at two places of the evidence, the first as champion, from numbers that exist already. */
export function measurePair(evidence: ReplicatedEvidence, a: number, b: number): MeasuredPair {
  const { rows, runs, task, policy, metrics, numbers, seed, unitName, production } = evidence;
  const { primaryMetric, level } = policy;
  const [champion, challenger] = [runs[a]!, runs[b]!];
  const later =
    production && champion.production && challenger.production
      ? { split: "production", ...production, champion: champion.production, challenger: challenger.production }
      : null;
  const comparison = comparisonOf(
    {
      rows,
      champion,
      challenger,
      numbers: [numbers[a]!, numbers[b]!],
      onlyInChampion: 0,
      onlyInChallenger: 0,
    },
    { task, metrics, primaryMetric, level, unitName, seed },
  );
  return {
    champion,
    challenger,
    comparison,
    disagreement: disagreementOf(rows, champion, challenger, {
      task,
      loss: lossFor(primaryMetric, task),
      level,
      split: policy.evidence,
      later,
    }),
    whatIf: whatIfData(rows, champion, challenger, { task, metrics: comparison.metrics }),
  };
}

/** Every ordered pair of runs. Swapping a pair flips the sign of its gains. */
export const pairs = (evidence: ReplicatedEvidence): MeasuredPair[] =>
  evidence.runs.flatMap((_, a) => evidence.runs.flatMap((_, b) => (a === b ? [] : [measurePair(evidence, a, b)])));
