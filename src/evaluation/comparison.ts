import type { Metric, MetricName } from "../metrics/metric.js";
import { seeded, type Random } from "../lib/random.js";
import type { TestResult } from "../stats/estimate.js";
import { unitDraws } from "../stats/resampling.js";
import type { SharedRows } from "./align.js";
import { contingencyOf, mcNemarResults } from "./contingency.js";
import { gainOf, metricEstimate, type Counts } from "./estimates.js";
import { resample, type Judged, type Replicates } from "./replicates.js";
import type { Comparison, MetricComparison } from "./types.js";

export interface CompareOptions {
  task: "classification" | "regression";
  /** What is measured, in the order to show; the primary metric is among them. */
  metrics: readonly Metric[];
  primaryMetric: MetricName;
  /** Level of the intervals, such as 0.95. */
  level: number;
  /** Resamples; 2,000 by default. */
  draws?: number;
  seed: number;
  /** Plural name of the independent unit: `days`. */
  unitName: string;
}

/** Two-sided p-value of "no gain" from resampled gains: twice the smaller tail, at least one resample in it. */
function bootstrapTest({ name, gain, resampledGains }: MetricComparison): TestResult {
  const draws = resampledGains.length;
  const atMostZero = resampledGains.reduce((count, value) => count + Number(value <= 0), 0);
  const atLeastZero = resampledGains.reduce((count, value) => count + Number(value >= 0), 0);
  const pValue = draws === 0 ? Number.NaN : Math.min(1, (2 * (Math.min(atMostZero, atLeastZero) + 1)) / (draws + 1));
  return {
    name: "bootstrap",
    metric: name,
    statistic: gain.estimate,
    degreesOfFreedom: null,
    pValue,
    adjustedPValue: null,
    alternative: "two-sided",
    n: gain.n,
  };
}

/** True where two models predict the same on every row, by the same threshold. */
export const sameJudgement = (a: Judged, b: Judged): boolean =>
  (a.threshold ?? 0.5) === (b.threshold ?? 0.5) && a.prediction.every((value, i) => value === b.prediction[i]);

export interface PairInput {
  rows: SharedRows;
  champion: Judged;
  challenger: Judged;
  /** Replicates of every metric, in the order of `options.metrics`, on common draws. */
  replicates: readonly [readonly Replicates[], readonly Replicates[]];
  naive: readonly [Replicates, Replicates] | null;
  onlyInChampion: number;
  onlyInChallenger: number;
}

/** A comparison from replicates that exist already: no resampling here. */
export function comparisonOf(input: PairInput, options: Omit<CompareOptions, "seed" | "draws">): Comparison {
  const { rows, champion, challenger, replicates, naive } = input;
  const { task, metrics, primaryMetric, level, unitName } = options;
  const counts: Counts = { level, n: rows.rows, units: rows.units.length };
  const identical = sameJudgement(champion, challenger);
  const compared = metrics.map((metric, k): MetricComparison => {
    const [a, b] = [replicates[0][k]!, replicates[1][k]!];
    return {
      name: metric.name,
      direction: metric.direction,
      champion: metricEstimate(a, counts),
      challenger: metricEstimate(b, counts),
      ...gainOf(a, b, metric, counts, identical),
    };
  });
  const contingency = task === "classification" ? contingencyOf(rows.label, champion, challenger) : null;
  const independent = counts.units === counts.n;
  const primary = metrics.find(({ name }) => name === primaryMetric)!;
  return {
    task,
    rows: {
      compared: rows.rows,
      onlyInChampion: input.onlyInChampion,
      onlyInChallenger: input.onlyInChallenger,
      unit: unitName,
      units: counts.units,
    },
    metrics: compared,
    tests: [
      ...(contingency && independent ? mcNemarResults(contingency, rows.rows) : []),
      ...compared.filter(({ resampledGains }) => resampledGains.length > 0).map(bootstrapTest),
    ],
    contingency,
    naive: naive ? gainOf(...naive, primary, { ...counts, units: counts.n }, identical).gain : null,
  };
}

/** Resamples for the interval that is shown as wrong: fewer, since nothing rests on it. */
const naiveDraws = 500;

/** The primary metric resampled as if rows were independent; null where they are. */
export function naiveReplicates(
  models: readonly Judged[],
  rows: SharedRows,
  primary: Metric,
  random: Random,
): Replicates[] | null {
  if (rows.units.length === rows.rows) return null;
  const unit = Int32Array.from({ length: rows.rows }, (_, i) => i);
  const draws = unitDraws({ units: rows.rows, draws: naiveDraws, random });
  return resample(models, { label: rows.label, unit }, [primary], draws).map(([only]) => only!);
}

/** The metric that decides, found among those measured. */
export function primaryOf({ metrics, primaryMetric }: Pick<CompareOptions, "metrics" | "primaryMetric">): Metric {
  const primary = metrics.find(({ name }) => name === primaryMetric);
  if (!primary) throw new RangeError(`primary metric ${primaryMetric} is not among the metrics measured`);
  return primary;
}

/**
 * Measures two models on the same rows, without a verdict: every metric with its paired gain by a bootstrap over
 * independent units with common draws, McNemar's test where rows are independent, and the naive interval where not.
 *
 * @param input rows as `align` joins them, and each model's predictions of them.
 * @throws RangeError where the primary metric is not among the metrics, or there is no row.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap
 * @example compare({ ...align(a, b), onlyInChampion: 0, onlyInChallenger: 0 }, { task: "regression", metrics: [getMetric("mae")], primaryMetric: "mae", level: 0.95, seed: 1, unitName: "days" })
 */
export function compare(
  input: Omit<PairInput, "replicates" | "naive">,
  { draws = 2000, seed, ...options }: CompareOptions,
): Comparison {
  const { rows, champion, challenger } = input;
  if (rows.rows === 0) throw new RangeError("compare needs at least one common row");
  const primary = primaryOf(options);
  const models = [champion, challenger];
  const random = seeded(seed);
  const [a, b] = resample(models, rows, options.metrics, unitDraws({ units: rows.units.length, draws, random }));
  const naive = naiveReplicates(models, rows, primary, random);
  return comparisonOf({ ...input, replicates: [a!, b!], naive: naive ? [naive[0]!, naive[1]!] : null }, options);
}
