import type { MetricName } from "../metrics/metric.js";
import type { Estimate } from "../stats/estimate.js";
import { pairedScore, pairedScoreInterval } from "../stats/paired-proportions.js";
import { normalUpper } from "../stats/normal.js";
import { studentQuantile, studentUpper } from "../stats/t-test.js";

/** How a gain's interval is made, so that it can be made again at another level, in a page as in a build. */
export interface GainBasis {
  metric: MetricName;
  /** The interval's method, as in `Estimate.method`. */
  method: string;
  estimate: number;
  /** Over units; 0 where nothing varies, NaN where not known. */
  standardError: number;
  /** Of Student's t; null where the normal distribution is used. */
  degreesOfFreedom: number | null;
  n: number;
  units: number;
  /** Rows on which one model alone is right, for the methods that count them; null otherwise. */
  discordant: { onlyChampionRight: number; onlyChallengerRight: number } | null;
  /** The resampled gains as a quantile function (values at probabilities, linear between), for methods that resample. */
  quantiles: { probabilities: number[]; values: number[] } | null;
}

/** The widest difference in accuracy that n rows without a discordant one leave possible. */
const discordanceBound = (n: number, level: number): number => 1 - ((1 - level) / 2) ** (1 / n);

/** Linear interpolation in ascending `from`; the ends beyond them. */
function interpolate(from: readonly number[], to: readonly number[], at: number): number {
  const above = from.findIndex((value) => value >= at);
  if (above === 0) return to[0]!;
  if (above === -1) return to.at(-1)!;
  const share = (at - from[above - 1]!) / (from[above]! - from[above - 1]!);
  return to[above - 1]! + share * (to[above]! - to[above - 1]!);
}

const counts = ({ discordant, n }: GainBasis): Parameters<typeof pairedScore>[0] => ({
  onlyFirst: discordant!.onlyChampionRight,
  onlySecond: discordant!.onlyChallengerRight,
  n,
});

function boundsAt(basis: GainBasis, level: number): [number, number] {
  const { method, estimate, standardError, degreesOfFreedom, quantiles } = basis;
  switch (method) {
    case "identical-predictions":
      return [0, 0];
    case "no-discordant-rows": {
      const bound = discordanceBound(basis.n, level);
      return [estimate - bound, estimate + bound];
    }
    case "paired-score":
      return pairedScoreInterval(counts(basis), level);
    case "paired-bootstrap": {
      const { probabilities, values } = quantiles!;
      return [(1 - level) / 2, (1 + level) / 2].map((p) => interpolate(probabilities, values, p)) as [number, number];
    }
    default: {
      const half = standardError > 0 ? studentQuantile((1 + level) / 2, degreesOfFreedom) * standardError : Number.NaN;
      return [estimate - half, estimate + half];
    }
  }
}

/**
 * A gain with its interval at a level, by its own method.
 *
 * @returns bounds are NaN where the method is one of `none-…`.
 * @example gainAtLevel(pair.whatIf.gains[0], 0.9).lower
 */
export function gainAtLevel(basis: GainBasis, level: number): Estimate {
  const [lower, upper] = boundsAt(basis, level);
  const { estimate, method, n, units } = basis;
  return { estimate, lower, upper, level, method, n, units };
}

/**
 * One-sided p-value of "the true gain is `limit` or more", by the interval's own method: at α it agrees with "the
 * interval at level 1 − 2α lies below the limit".
 *
 * @returns NaN where the method defines none.
 */
export function belowPValue(basis: GainBasis, limit: number): number {
  const { method, estimate, standardError, degreesOfFreedom, quantiles } = basis;
  switch (method) {
    case "identical-predictions":
      return Number(limit <= 0);
    case "paired-score":
      return Math.abs(limit) > 1 ? Number(limit < 0) : normalUpper(-pairedScore(counts(basis), limit));
    case "no-discordant-rows":
      return limit <= estimate ? 1 : (1 - Math.min(limit - estimate, 1)) ** basis.n;
    case "paired-bootstrap": {
      const { probabilities, values } = quantiles!;
      return 1 - interpolate(values, probabilities, limit);
    }
    default:
      return standardError > 0 ? studentUpper((limit - estimate) / standardError, degreesOfFreedom) : Number.NaN;
  }
}

/** One-sided p-value of "the true gain is `limit` or less"; see {@link belowPValue}. */
export const abovePValue = (basis: GainBasis, limit: number): number => belowPValue(mirrored(basis), -limit);

/** The same gain seen from the other side: champion and challenger exchanged. */
export function mirrored(basis: GainBasis): GainBasis {
  const { discordant, quantiles } = basis;
  return {
    ...basis,
    estimate: 0 - basis.estimate,
    discordant: discordant && {
      onlyChampionRight: discordant.onlyChallengerRight,
      onlyChallengerRight: discordant.onlyChampionRight,
    },
    quantiles: quantiles && {
      probabilities: quantiles.probabilities.map((p) => 1 - p).reverse(),
      values: quantiles.values.map((value) => 0 - value).reverse(),
    },
  };
}

/** Two-sided p-value of "no gain", by the interval's own method. */
export const gainPValue = (basis: GainBasis): number =>
  basis.method === "identical-predictions"
    ? 1
    : Math.min(1, 2 * Math.min(belowPValue(basis, 0), abovePValue(basis, 0)));
