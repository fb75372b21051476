import { confidenceSet, optimismOfBest } from "../evaluation/best-of-runs.js";
import { foldSpreads } from "../evaluation/fold-spread.js";
import { hyperparameterEffects } from "../evaluation/hyperparameters.js";
import type { ManyModels } from "../evaluation/many-types.js";
import { pairwiseMatrix } from "../evaluation/pairwise.js";
import { parallelCoordinates } from "../evaluation/parallel-coordinates.js";
import { repeatedRuns } from "../evaluation/repeated-runs.js";
import type { ReplicatedEvidence } from "../evaluation/replicated.js";
import type { Leaderboard } from "../evaluation/types.js";
import { quantityOf } from "./quantity-of.js";
import type { Recommendation } from "./documents.js";
import { effectSentence } from "./effect-sentence.js";
import { recommendations } from "./recommendations.js";

/**
 * What a project's models say together, beside their leader board: every pair, which could be the best, what luck gave
 * the best one, folds, seeds and parameters, and what to do about it.
 */
export function manyModels(
  evidence: ReplicatedEvidence,
  board: Leaderboard,
  targetUnit: string,
): ManyModels & { recommendations: Recommendation[] } {
  const { policy } = evidence;
  const quantity = quantityOf(policy.primaryMetric, targetUnit);
  const many: ManyModels = {
    matrix: pairwiseMatrix(evidence),
    confidenceSet: confidenceSet(evidence),
    optimism: optimismOfBest(evidence),
    folds: foldSpreads(evidence),
    repeats: repeatedRuns(evidence),
    hyperparameters: hyperparameterEffects(evidence).map((effect) => ({
      ...effect,
      sentence: effectSentence(effect, quantity),
    })),
    parallel: parallelCoordinates(evidence),
  };
  const margin = policy.smallestWorthwhileGain;
  return { ...many, recommendations: recommendations({ ...board, ...many }, { margin, targetUnit }) };
}
