import type { Metric, MetricName } from "../metrics/metric.js";
import { seeded } from "../lib/random.js";
import { deLongTest } from "../stats/de-long.js";
import type { TestResult } from "../stats/estimate.js";
import type { SharedRows } from "./align.js";
import { contingencyOf, mcNemarResults } from "./contingency.js";
import { gainBasis, resampledGainsOf, type Counts } from "./estimates.js";
import { metricInterval } from "./metric-interval.js";
import { gainAtLevel } from "./gain-basis.js";
import { differenceError } from "./influence.js";
import { measureModels, numbersOf, primaryOf, unitsByName, type ModelNumbers } from "./measure-models.js";
import { lossTests, testResult, withAdjustedPValues } from "./paired-tests.js";
import type { Judged } from "./replicates.js";
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
  return testResult("bootstrap", name, { statistic: gain.estimate, degreesOfFreedom: null, pValue }, gain.n);
}

/** True where two models predict the same on every row, by the same threshold. */
export const sameJudgement = (a: Judged, b: Judged): boolean =>
  (a.threshold ?? 0.5) === (b.threshold ?? 0.5) &&
  a.prediction.every((value, i) => value === b.prediction[i]) &&
  (a.probabilities ?? []).every((value, i) => value === b.probabilities?.[i]);

export interface PairInput {
  rows: SharedRows;
  champion: Judged;
  challenger: Judged;
  /** Both models' numbers on every metric, in the order of `options.metrics`, from one `measureModels`. */
  numbers: readonly [ModelNumbers, ModelNumbers];
  onlyInChampion: number;
  onlyInChallenger: number;
}

/** DeLong's test, where both areas are defined. */
function deLongResult({ rows, champion, challenger }: PairInput): TestResult[] {
  const { statistic, pValue } = deLongTest(rows.label, champion.prediction, challenger.prediction);
  return [testResult("delong", "rocAuc", { statistic, degreesOfFreedom: null, pValue }, rows.rows)];
}

/** The primary metric's gain as if rows were independent; null where they are, or where that has no closed form. */
function naiveGain(
  { rows, numbers }: PairInput,
  { estimate, metric }: Pick<MetricComparison["basis"], "estimate" | "metric">,
  level: number,
): Comparison["naive"] {
  const [a, b] = [numbers[0].naive, numbers[1].naive];
  if (!a || !b) return null;
  const standardError = differenceError(a, b, Math.abs(estimate));
  const basis = { metric, method: "paired-t", estimate, standardError, degreesOfFreedom: rows.rows - 1, n: rows.rows };
  return gainAtLevel({ ...basis, units: rows.rows, discordant: null, quantiles: null }, level);
}

/** A comparison from numbers that exist already: of resampling, only the signs of the permutation test are drawn here. */
export function comparisonOf(input: PairInput, options: CompareOptions): Comparison {
  const { rows, champion, challenger, numbers } = input;
  const { task, metrics, primaryMetric, level, unitName, seed } = options;
  const draws = numbers[0].replicates[0]?.replicates.length ?? 0;
  const counts: Counts = { level, n: rows.rows, units: rows.units.length };
  const identical = sameJudgement(champion, challenger);
  const contingency = task === "classification" ? contingencyOf(rows.label, champion, challenger) : null;
  const independent = counts.units === counts.n && !rows.weight;
  const compared = metrics.map((metric, k): MetricComparison => {
    const [a, b] = [numbers[0].replicates[k]!, numbers[1].replicates[k]!];
    const gain = {
      metric,
      champion: a,
      challenger: b,
      influences: [numbers[0].influences[k]!, numbers[1].influences[k]!] as const,
      contingency: independent ? contingency : null,
      identical,
    };
    const resampledGains = resampledGainsOf(gain);
    const basis = gainBasis(gain, resampledGains, counts);
    return {
      name: metric.name,
      direction: metric.direction,
      champion: metricInterval(metric, numbersOf(numbers[0], k), counts),
      challenger: metricInterval(metric, numbersOf(numbers[1], k), counts),
      gain: gainAtLevel(basis, level),
      basis,
      resampledGains,
    };
  });
  const primary = primaryOf(compared, primaryMetric);
  const posterior = numbers.map((model) => model.posterior);
  const named = { ...rows, unit: unitsByName(rows) };
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
    tests: withAdjustedPValues([
      ...(contingency && independent ? mcNemarResults(contingency, rows.rows) : []),
      ...(contingency && independent && !champion.classes ? deLongResult(input) : []),
      ...compared.filter(({ resampledGains }) => resampledGains.length > 0).map(bootstrapTest),
      ...lossTests(named, champion, challenger, { task, resamples: draws, random: seeded(seed) }),
    ]),
    contingency,
    naive: naiveGain(input, primary.basis, level),
    posterior:
      posterior[0] && posterior[1]
        ? resampledGainsOf({
            metric: primaryOf(metrics, primaryMetric),
            champion: { estimate: Number.NaN, replicates: posterior[0] },
            challenger: { estimate: Number.NaN, replicates: posterior[1] },
          })
        : null,
  };
}

/**
 * Measures two models on the same rows, without a verdict: every metric with its paired gain over independent units (by
 * the method that `gainBasis` names), every paired test of contract §2 that the rows allow, and the interval as if rows
 * were independent where they are not. Swapping the models flips every sign; the order of rows changes nothing.
 *
 * @param input rows as `align` joins them, and each model's predictions of them.
 * @throws RangeError where the primary metric is not among the metrics, or there is no row.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap
 * @example compare({ ...align(a, b), onlyInChampion: 0, onlyInChallenger: 0 }, { task: "regression", metrics: [getMetric("mae")], primaryMetric: "mae", level: 0.95, seed: 1, unitName: "days" })
 */
export function compare(input: Omit<PairInput, "numbers">, options: CompareOptions): Comparison {
  const { rows, champion, challenger } = input;
  const [a, b] = measureModels([champion, challenger], rows, options);
  return comparisonOf({ ...input, numbers: [a!, b!] }, options);
}
