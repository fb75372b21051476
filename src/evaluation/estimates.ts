import { gain as gainOfValues } from "../metrics/gain.js";
import type { Metric, MetricName } from "../metrics/metric.js";
import type { Estimate } from "../stats/estimate.js";
import { percentileInterval, sortedNumbers, sortedQuantile, standardDeviation } from "../stats/intervals.js";
import type { Contingency } from "./contingency.js";
import type { GainBasis } from "./gain-basis.js";
import { differenceError } from "./influence.js";
import type { Replicates } from "./replicates.js";

export interface Counts {
  level: number;
  /** Rows. */
  n: number;
  /** Independent units. */
  units: number;
}

/** One model's metric with its bootstrap percentile interval over units; NaN bounds where the draws define none. */
export function metricEstimate({ estimate, replicates }: Replicates, counts: Counts): Estimate {
  const { lower, upper } = percentileInterval(replicates, counts.level);
  return { estimate, lower, upper, level: counts.level, method: "bootstrap", n: counts.n, units: counts.units };
}

/** Where the quantile function of resampled gains is kept: enough for any level from 50 % to 99.9 %. */
const lowerTail = [0.0005, 0.001, 0.0025, 0.005, 0.0075, 0.01, 0.0125, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05];
const middle = [0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];
const half = [...lowerTail, ...middle];
const kept = [...half, ...half.slice(0, -1).map((p) => 1 - p).reverse()]; // prettier-ignore

/** The quantile function at few probabilities; no probability is nearer to 0 or 1 than the draws can say. */
function quantilesOf(resampledGains: Float64Array): GainBasis["quantiles"] {
  const draws = resampledGains.length;
  if (draws < 2) return null;
  const least = 1 / (draws + 1);
  const probabilities = [least, ...kept.filter((p) => p > least && p < 1 - least), 1 - least];
  return {
    probabilities,
    values: probabilities.map((p, k) =>
      k === 0 ? resampledGains[0]! : k === probabilities.length - 1 ? resampledGains.at(-1)! : sortedQuantile(resampledGains, p),
    ),
  }; // prettier-ignore
}

/** What a gain is made of: both models' numbers on one metric. */
export interface GainInput {
  metric: Metric;
  champion: Replicates;
  challenger: Replicates;
  influences: readonly [Float64Array | null, Float64Array | null];
  /** Where rows are independent, and one model alone is right on some: decides the method for accuracy. */
  contingency: Contingency | null;
  /** The same answer on every row. */
  identical: boolean;
}

/** The gains on common draws, > 0 where the challenger is better; those that are defined, ascending. */
export const resampledGainsOf = ({
  metric,
  champion,
  challenger,
}: Pick<GainInput, "metric" | "champion" | "challenger">): Float64Array =>
  sortedNumbers(champion.replicates.map((value, draw) => gainOfValues(metric, value, challenger.replicates[draw]!)));

/** Metrics that are means over rows, for which the t test over units needs no linearisation. */
const meanMetrics: ReadonlySet<MetricName> = new Set<MetricName>([
  "accuracy",
  "logLoss",
  "brier",
  "expectedCost",
  "profit",
  "mae",
  "mape",
  "smape",
  "pinball",
]);

/** Share of all draws that define the gain, below which it has no interval by resampling. */
const leastDefined = 0.95;

/** The method of a gain that is a function of sums, by what the metric is and whether rows are independent. */
export const methodOfSums = (metric: MetricName, independent: boolean): string =>
  !meanMetrics.has(metric) ? "delta-method-t" : independent ? "paired-t" : "cluster-robust-t";

/** The method and the error of accuracy's gain over independent rows. */
export function accuracyBasis(
  { onlyChampionRight, onlyChallengerRight }: Pick<Contingency, "onlyChampionRight" | "onlyChallengerRight">,
  n: number,
): Pick<GainBasis, "method" | "standardError" | "discordant"> {
  const discordant = onlyChampionRight + onlyChallengerRight;
  return {
    method: discordant === 0 ? "no-discordant-rows" : "paired-score",
    standardError: Math.sqrt(discordant - (onlyChallengerRight - onlyChampionRight) ** 2 / n) / n,
    discordant: { onlyChampionRight, onlyChallengerRight },
  };
}

/**
 * How a challenger's gain over a champion is known: one method per metric, over independent units. Accuracy of
 * independent rows: Tango's score interval (`paired-score`). Area under the ROC curve of independent rows: `delong`.
 * Means of losses: `paired-t`, or `cluster-robust-t` over units. Other functions of sums, and areas over units:
 * `delta-method-t`. Whatever has no closed form: `paired-bootstrap`.
 *
 * Undefined: identical predictions have the interval [0, 0] (`identical-predictions`). Without a discordant row accuracy
 * has the exact bound on the share of rows that the models could judge differently (`no-discordant-rows`). Otherwise a
 * variance of zero, fewer than two units, or a metric that the rows do not define give no interval: `none-zero-variance`,
 * `none-one-unit`, `none-undefined`.
 */
export function gainBasis(
  input: GainInput,
  resampledGains: Float64Array,
  { n, units }: Omit<Counts, "level">,
): GainBasis {
  const { metric, champion, challenger, influences, contingency, identical } = input;
  const [a, b] = influences;
  const estimate = gainOfValues(metric, champion.estimate, challenger.estimate);
  const of = (method: string, standardError: number, rest: Partial<GainBasis> = {}): GainBasis => ({
    metric: metric.name, method, estimate, standardError, degreesOfFreedom: null, n, units, discordant: null, quantiles: null, ...rest,
  }); // prettier-ignore
  if (!Number.isFinite(estimate)) return of("none-undefined", Number.NaN);
  if (identical && estimate === 0) return of("identical-predictions", 0);
  if (contingency && metric.name === "accuracy") {
    const { method, standardError, discordant } = accuracyBasis(contingency, n);
    return of(method, standardError, { discordant });
  }
  if (units < 2) return of("none-one-unit", Number.NaN);
  if (a && b) {
    const error = differenceError(a, b, Math.max(Math.abs(champion.estimate), Math.abs(challenger.estimate)));
    const area = !metric.sums && units === n;
    const method = area ? "delong" : methodOfSums(metric.name, units === n);
    return error > 0
      ? of(method, error, { degreesOfFreedom: area ? null : units - 1 })
      : of("none-zero-variance", 0);
  } // prettier-ignore
  const draws = champion.replicates.length;
  if (draws === 0 || resampledGains.length < leastDefined * draws) return of("none-undefined", Number.NaN);
  if (resampledGains[0] === resampledGains.at(-1)) return of("none-zero-variance", 0);
  return of("paired-bootstrap", standardDeviation(resampledGains), { quantiles: quantilesOf(resampledGains) });
}
