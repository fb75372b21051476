import { correctedResampledT } from "../stats/corrected-resampled-t.js";
import { studentQuantile } from "../stats/t-test.js";
import type { FoldSpread } from "./many-types.js";
import type { ReplicatedEvidence } from "./replicated.js";
import { metricInput } from "./replicates.js";

/**
 * Every run's primary metric fold by fold, where predictions are cross-fitted, with the mean over folds and the error of
 * Nadeau and Bengio, which allows for the training rows that folds share.
 */
export function foldSpreads({ rows, runs, metrics, policy }: ReplicatedEvidence): FoldSpread[] {
  const metric = metrics.find(({ name }) => name === policy.primaryMetric)!;
  return runs.flatMap(({ run, fold, ...judged }): FoldSpread[] => {
    if (!fold) return [];
    const value = metric.prepare(metricInput(judged, rows));
    const folds = [...new Set(fold)].sort((a, b) => a - b).map((index) => {
      const weights = Float64Array.from(fold, (other) => Number(other === index));
      return { fold: index, value: value(weights), n: weights.reduce((sum, weight) => sum + weight, 0) };
    }); // prettier-ignore
    const values = folds.map((each) => each.value);
    if (folds.length < 2 || !values.every(Number.isFinite)) return [];
    const { estimate, standardError, degreesOfFreedom } = correctedResampledT(values, 1 / (folds.length - 1));
    const half = studentQuantile((1 + policy.level) / 2, degreesOfFreedom) * standardError;
    return [
      {
        runId: run.runId,
        metric: metric.name,
        folds,
        mean: {
          estimate,
          lower: estimate - half,
          upper: estimate + half,
          level: policy.level,
          method: Number.isFinite(half) ? "corrected-resampled-t" : "none-zero-variance",
          n: rows.rows,
          units: folds.length,
        },
      },
    ];
  });
}
