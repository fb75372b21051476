import { answerOf } from "../metrics/answer.js";
import { pairedT } from "../stats/paired-t.js";
import { studentQuantile } from "../stats/t-test.js";
import type { RepeatedRuns } from "./many-types.js";
import type { ReplicatedEvidence } from "./replicated.js";
import type { Judged } from "./replicates.js";
import { groupsBy, sameBut } from "./same-but.js";

/** Share of rows on which two classifiers answer alike. */
function agreementOf(a: Judged, b: Judged): number {
  const [first, second] = [answerOf(a), answerOf(b)];
  let alike = 0;
  for (let row = 0; row < a.prediction.length; row++) alike += Number(first(row) === second(row));
  return alike / a.prediction.length;
}

/** Pearson's correlation; NaN where one of the two does not vary. */
function correlationOf(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Mean of a function over the unordered pairs of runs. */
function meanOverPairs<T>(runs: readonly T[], value: (a: T, b: T) => number): number {
  const values = runs.flatMap((a, i) => runs.slice(i + 1).map((b) => value(a, b)));
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

/**
 * Runs of the same learner with the same parameters and other seeds: mean, spread and how far they agree row by row. The
 * interval of the mean is over seeds alone; what the rows leave open comes on top.
 */
export function repeatedRuns({ runs, metrics, numbers, policy, task }: ReplicatedEvidence): RepeatedRuns[] {
  const k = metrics.findIndex(({ name }) => name === policy.primaryMetric);
  const measured = runs.map((run, i) => ({ ...run, value: numbers[i]!.replicates[k]!.estimate }));
  return groupsBy(measured, (run) => sameBut(run))
    .filter((group) => new Set(group.map(({ run }) => run.seed)).size > 1)
    .map((group): RepeatedRuns => {
      const values = group.map(({ value }) => value);
      const { estimate, standardError, degreesOfFreedom } = pairedT(values);
      const half = studentQuantile((1 + policy.level) / 2, degreesOfFreedom) * standardError;
      const n = group.length;
      return {
        learner: group[0]!.run.learner ?? "",
        title: group[0]!.title,
        metric: metrics[k]!.name,
        runs: group.map(({ run, value }) => ({ runId: run.runId, seed: run.seed, value })),
        mean: {
          estimate,
          lower: estimate - half,
          upper: estimate + half,
          level: policy.level,
          method: Number.isFinite(half) ? "t-over-seeds" : "none-zero-variance",
          n,
          units: n,
        },
        standardDeviation: standardError * Math.sqrt(n),
        range: Math.max(...values) - Math.min(...values),
        agreement: task === "classification" ? meanOverPairs(group, agreementOf) : null,
        correlation: meanOverPairs(group, (a, b) => correlationOf(a.prediction, b.prediction)),
      };
    });
}
