import type { Metric } from "../metrics/metric.js";
import { classificationCurves, regressionCurves } from "./curves.js";
import type { Evidence } from "./evidence.js";
import { numbersOf } from "./measure-models.js";
import { metricInterval } from "./metric-interval.js";
import type { ReplicatedEvidence } from "./replicated.js";
import type { Leaderboard, MetricDescription, RowsJudged } from "./types.js";

const describeMetric = ({ name, title, direction, unit }: Metric): MetricDescription => ({
  name,
  title,
  direction,
  unit,
});

/** Which rows judge: how many, of how many units, from when to when. */
export function rowsJudged({ policy, rows, unitName }: Evidence): RowsJudged {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of rows.time ?? []) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  const date = (time: number): string | null => (Number.isFinite(time) ? new Date(time).toISOString() : null);
  return {
    evidence: policy.evidence,
    n: rows.rows,
    units: rows.units.length,
    unit: unitName,
    from: date(from),
    to: date(to),
  };
}

/**
 * The leader board: every run's metrics with intervals over units from common draws, cost, curves and history.
 *
 * @example leaderboard(replicate(await readEvidence(project, runs, workspace), { seed: 1 })).runs[0]?.metrics.mae
 */
export function leaderboard(evidence: ReplicatedEvidence): Leaderboard {
  const { rows, runs, metrics, numbers, policy, task } = evidence;
  const counts = { level: policy.level, n: rows.rows, units: rows.units.length };
  return {
    rows: rowsJudged(evidence),
    metrics: metrics.map(describeMetric),
    primaryMetric: policy.primaryMetric,
    runs: runs.map(
      ({ run, prediction, title, cost, trainingRows, crossValidation, validation, history, importance }, index) => ({
        runId: run.runId,
        name: run.name,
        title,
        family: run.family,
        learner: run.learner,
        isChampion: run.aliases.includes("champion"),
        isChallenger: run.aliases.includes("challenger"),
        parameters: run.params,
        metrics: Object.fromEntries(
          metrics.map((metric, k) => [metric.name, metricInterval(metric, numbersOf(numbers[index]!, k), counts)]),
        ),
        crossValidation,
        validation,
        cost,
        trainingRows,
        backend: run.backend,
        seed: run.seed,
        startedAt: run.startedAt,
        learningCurves: Object.entries(history).map(([metric, points]) => ({ metric, points })),
        importance,
        classification: task === "classification" ? classificationCurves(rows, runs[index]!, policy.level) : null,
        regression: task === "regression" ? regressionCurves(rows, prediction, policy.level) : null,
        threshold: runs[index]!.chosenThreshold,
      }),
    ),
  };
}
