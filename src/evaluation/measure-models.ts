import type { Metric, MetricName } from "../metrics/metric.js";
import { seeded, type Random } from "../lib/random.js";
import { fewestLinear } from "../stats/on-units.js";
import { dirichletDraws, unitDraws } from "../stats/resampling.js";
import type { SharedRows } from "./align.js";
import { unitInfluence } from "./influence.js";
import { type MetricNumbers, type Proportion, proportionOf } from "./metric-interval.js";
import { metricInput, resample, type Judged, type Replicates } from "./replicates.js";

/** What one model's metrics are, and how they vary over units: all that pairs and tables of models are made of. */
export interface ModelNumbers {
  /** By metric: its value and its replicates on draws common to all models. */
  replicates: readonly Replicates[];
  /** By metric: how far each unit moves it; null where no closed form is known. See `unitInfluence`. */
  influences: readonly (Float64Array | null)[];
  /** By metric: its counts, where it is a share of rows. */
  proportions: readonly (Proportion | null)[];
  /** The primary metric as if rows were independent: how far each row moves it; null where they are, or not known. */
  naive: Float64Array | null;
  /** The primary metric on draws of the Bayesian bootstrap; null with too many units to need it. */
  posterior: Float64Array | null;
}

/** What the interval of a model's metric at place `k` is made of. */
export const numbersOf = ({ replicates, influences, proportions }: ModelNumbers, k: number): MetricNumbers => ({
  bootstrap: replicates[k]!,
  influence: influences[k]!,
  proportion: proportions[k]!,
});

/** With more units the posterior of a mean is normal to within the error of the draws. */
const mostPosteriorUnits = 20_000;
const posteriorDraws = 1000;

/** Rows that a metric may be computed on in all draws together, where every draw must sort or bin them anew. */
const mostRowsDrawn = { primary: 100_000_000, other: 5_000_000 };
const fewestDraws = 200;

/** Draws of one metric: fewer than asked for where it is slow to compute, fewest where it does not decide. */
function drawsOf({ name, sums, medianOf, linear }: Metric, rows: number, primary: MetricName, draws: number): number {
  if (sums || medianOf || (linear && rows >= fewestLinear)) return draws;
  const most = mostRowsDrawn[name === primary ? "primary" : "other"];
  return Math.min(draws, Math.max(fewestDraws, Math.floor(most / rows)));
}

/** Replicates of every metric of every model, each metric on draws that are common to all models. */
function replicatesOf(
  models: readonly Judged[],
  rows: SharedRows,
  { metrics, primaryMetric, draws, onModel }: Omit<MeasureOptions, "seed" | "draws"> & { draws: number },
  random: Random,
): Replicates[][] {
  if (draws === 0)
    return models.map((model) => {
      const input = metricInput(model, rows);
      return metrics.map((metric) => ({ estimate: metric.prepare(input)(), replicates: new Float64Array(0) }));
    });
  const wanted = metrics.map((metric) => drawsOf(metric, rows.rows, primaryMetric, draws));
  const result = models.map((): Replicates[] => []);
  const counts = [...new Set(wanted)];
  counts.forEach((count, group) => {
    const places = [...metrics.keys()].filter((k) => wanted[k] === count);
    const common = unitDraws({ units: rows.units.length, draws: count, random });
    const last = group === counts.length - 1 ? onModel : undefined;
    const found = resample(
      models,
      rows,
      places.map((k) => metrics[k]!),
      common,
      last,
    );
    found.forEach((replicates, model) => places.forEach((k, at) => (result[model]![k] = replicates[at]!)));
  });
  return result;
}

/** The index of each row's unit, units in the order of their names, so that the order of rows changes no draw. */
export function unitsByName({ unit, units }: Pick<SharedRows, "unit" | "units">): Int32Array {
  const order = Uint32Array.from(units.keys()).sort((a, b) => (units[a]! < units[b]! ? -1 : 1));
  const place = new Int32Array(units.length);
  order.forEach((index, rank) => (place[index] = rank));
  return unit.map((index) => place[index]!);
}

/** The metric that decides, found among those measured. */
export function primaryOf<T extends { name: MetricName }>(metrics: readonly T[], primaryMetric: MetricName): T {
  const primary = metrics.find(({ name }) => name === primaryMetric);
  if (!primary) throw new RangeError(`primary metric ${primaryMetric} is not among the metrics measured`);
  return primary;
}

export interface MeasureOptions {
  metrics: readonly Metric[];
  primaryMetric: MetricName;
  /** Resamples; 2,000 by default. Metrics that every draw sorts or bins anew get fewer, at least 200. 0: none. */
  draws?: number;
  seed: number;
  /** Called after each model. */
  onModel?: (done: number) => void;
}

/**
 * Measures every model once on the same rows: the cost is per model, not per pair.
 *
 * @throws RangeError where there is no row, or the primary metric is not among the metrics.
 * @example measureModels([champion, challenger], rows, { metrics: [getMetric("mae")], primaryMetric: "mae", seed: 1 })
 */
export function measureModels(
  models: readonly Judged[],
  rows: SharedRows,
  { metrics, primaryMetric, draws = 2000, seed, onModel }: MeasureOptions,
): ModelNumbers[] {
  if (rows.rows === 0) throw new RangeError("at least one common row is needed");
  const primary = primaryOf(metrics, primaryMetric);
  const units = rows.units.length;
  const named = { ...rows, unit: unitsByName(rows) };
  const random = seeded(seed);
  const replicates = replicatesOf(
    models,
    named,
    { metrics, primaryMetric, draws, ...(onModel ? { onModel } : {}) },
    random,
  );
  const posterior =
    draws === 0 || units > mostPosteriorUnits
      ? null
      : resample(models, named, [primary], dirichletDraws({ units, draws: posteriorDraws, random }));
  const each = units === rows.rows ? null : Int32Array.from({ length: rows.rows }, (_, row) => row);
  return models.map((model, index) => {
    const input = metricInput(model, rows);
    return {
      replicates: replicates[index]!,
      influences: metrics.map((metric) => unitInfluence(metric, input, named.unit, units)),
      proportions: metrics.map((metric) => proportionOf(metric, input)),
      naive: each && unitInfluence(primary, input, each, rows.rows),
      posterior: posterior && posterior[index]![0]!.replicates,
    };
  });
}
