import { gain as gainOfValues } from "../metrics/gain.js";
import type { Metric } from "../metrics/metric.js";
import type { Estimate } from "../stats/estimate.js";
import { percentileInterval, sortedNumbers, standardDeviation } from "../stats/intervals.js";
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

/** A gain, its interval, its standard error and its resamples, sorted. */
export interface Gain {
  gain: Estimate;
  standardError: number;
  resampledGains: Float64Array;
}

/** The widest difference in accuracy that n rows without a discordant one leave possible. */
const discordanceBound = ({ level, n }: Counts): number => 1 - ((1 - level) / 2) ** (1 / n);

/**
 * The gain of a challenger over a champion on common draws, > 0 where the challenger is better.
 *
 * Undefined: where no resampled gain differs from another, resampling has nothing to say. Identical predictions give
 * [0, 0] by the method `identical-predictions`; otherwise accuracy over independent rows has the exact bound on the
 * share of rows that the models could judge differently (`no-discordant-rows`), and other metrics have none (NaN).
 */
export function gainOf(
  champion: Replicates,
  challenger: Replicates,
  metric: Metric,
  { level, n, units }: Counts,
  identical: boolean,
): Gain {
  const estimate = gainOfValues(metric, champion.estimate, challenger.estimate);
  const all = champion.replicates.map((value, draw) => gainOfValues(metric, value, challenger.replicates[draw]!));
  const resampledGains = sortedNumbers(all);
  const of = (lower: number, upper: number, method: string): Estimate => ({
    estimate,
    lower,
    upper,
    level,
    method,
    n,
    units,
  });
  if (identical && estimate === 0) return { gain: of(0, 0, "identical-predictions"), standardError: 0, resampledGains };
  const { lower, upper, reason } = percentileInterval(all, level);
  if (reason === null)
    return { gain: of(lower, upper, "paired-bootstrap"), standardError: standardDeviation(all), resampledGains };
  const standardError = reason === "zero-variance" ? 0 : Number.NaN;
  if (reason === "zero-variance" && metric.name === "accuracy" && units === n) {
    const bound = discordanceBound({ level, n, units });
    return { gain: of(estimate - bound, estimate + bound, "no-discordant-rows"), standardError, resampledGains };
  }
  return { gain: of(Number.NaN, Number.NaN, "none"), standardError, resampledGains };
}

/** The paired-bootstrap interval at another level, from the same draws; other methods keep their bounds. */
export function atLevel(gain: Estimate, resampledGains: Float64Array, level: number): Estimate {
  if (gain.method !== "paired-bootstrap") return gain;
  const { lower, upper } = percentileInterval(resampledGains, level);
  return { ...gain, lower, upper, level };
}
