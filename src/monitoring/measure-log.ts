import { takeRows } from "../features/dataset.js";
import { seeded } from "../lib/random.js";
import type { Metric } from "../metrics/metric.js";
import { applyIsotonic, fitIsotonic } from "../models/combined/isotonic.js";
import { sortedQuantile } from "../stats/intervals.js";
import type { Estimate } from "../stats/estimate.js";
import { expectedLoss, learnLosses } from "./expected-loss.js";
import { expectedMetric } from "./expected-metric.js";
import type { LogRows, ReferenceAndLog } from "./log-rows.js";
import type { EstimateRecord, LogWindow, ProjectLog } from "./log-types.js";
import type { RowWindow } from "./log-windows.js";
import { realisedMetric } from "./realised-metric.js";

export interface MeasureLogOptions {
  run: { runId: string; title: string };
  /** The policy's primary metric. */
  metric: Metric;
  /** Coverage of the intervals. */
  level: number;
  seed: number;
  /** Plural name of the independent unit. */
  unit: string;
  labelDelayDays: number | null;
  /** What a progress line calls it. */
  task: string;
  signal?: AbortSignal;
}

const shownBins = 20;
const shown = [0.05, 0.25, 0.5, 0.75, 0.95];

/** A window's rows on which an estimate rests at most: more change nothing that could be seen. */
const mostRows = 5000;

const ascending = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value)).sort();
const at = (values: Float64Array, rows: Int32Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
const mean = (values: Float64Array): number =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : Number.NaN;

/** Bins of the score: twenty of equal width; over [0, 1] for probabilities, over the reference's middle 99 % for values. */
function binsOf(reference: Float64Array, metric: Metric): number[] {
  const sorted = ascending(reference);
  const [low, high] =
    metric.task === "classification" ? [0, 1] : [sortedQuantile(sorted, 0.005), sortedQuantile(sorted, 0.995)];
  const width = (high - low) / shownBins || 1;
  return Array.from({ length: shownBins + 1 }, (_, i) => low + i * width);
}

function countIn(bins: readonly number[], scores: Float64Array): number[] {
  const counts = Array.from({ length: bins.length - 1 }, () => 0);
  const width = bins[1]! - bins[0]!;
  for (const score of scores)
    if (!Number.isNaN(score))
      counts[Math.min(counts.length - 1, Math.max(0, Math.floor((score - bins[0]!) / width)))]!++;
  return counts;
}

/** An estimate of a metric without labels, for the rows of a window. */
type Expect = (rows: Int32Array, units: number) => Estimate;

/** At most `mostRows` of them, evenly spread. */
const thinned = (rows: Int32Array): Int32Array =>
  rows.length <= mostRows
    ? rows
    : Int32Array.from({ length: mostRows }, (_, i) => rows[Math.floor((i * rows.length) / mostRows)]!);

function fromProbabilities({ reference, log }: ReferenceAndLog, { metric, level, seed }: MeasureLogOptions): Expect {
  const known = Int32Array.from(reference.label.keys()).filter((row) => !Number.isNaN(reference.label[row]!));
  const curve = fitIsotonic(at(reference.prediction, known), at(reference.label, known));
  const probability = log.prediction.map((score) => applyIsotonic(curve, score));
  return (rows) => {
    const taken = thinned(rows);
    const estimate = expectedMetric(
      metric,
      { prediction: at(log.prediction, taken), probability: at(probability, taken) },
      level,
      seeded(seed),
    );
    return { ...estimate, n: rows.length };
  };
}

const lossesOf: Readonly<Partial<Record<Metric["name"], { loss: "absoluteError" | "squaredError"; root: boolean }>>> = {
  mae: { loss: "absoluteError", root: false },
  rmse: { loss: "squaredError", root: true },
};

async function fromLosses(
  { reference, log }: ReferenceAndLog,
  kind: { loss: "absoluteError" | "squaredError"; root: boolean },
  { level, seed, task, signal }: MeasureLogOptions,
): Promise<Expect> {
  const known = Int32Array.from(reference.label.keys()).filter((row) => !Number.isNaN(reference.label[row]!));
  const estimator = await learnLosses(
    {
      data: takeRows(reference.data, known),
      label: at(reference.label, known),
      prediction: at(reference.prediction, known),
      unit: Int32Array.from(known, (row) => reference.unit[row]!),
    },
    kind.loss,
    { seed, task: `${task} · expected loss`, ...(signal ? { signal } : {}) },
  );
  return (rows, units) => {
    const taken = thinned(rows);
    const estimate = expectedLoss(
      estimator,
      { data: takeRows(log.data, taken), prediction: at(log.prediction, taken), units },
      { level, root: kind.root },
    );
    return { ...estimate, n: rows.length };
  };
}

const estimators = {
  classification:
    "From the model's own probabilities, made right on the reference rows by isotonic regression; as right as they still are.",
  regression:
    "From boosted trees that learnt the model's loss on the reference rows; as right as the relation of loss and features still is.",
};

async function expecting(
  both: ReferenceAndLog,
  options: MeasureLogOptions,
): Promise<{ expect: Expect; how: string } | string> {
  const { metric } = options;
  if (metric.task === "classification")
    return { expect: fromProbabilities(both, options), how: estimators.classification };
  const kind = lossesOf[metric.name];
  if (!kind) return `${metric.title} is no mean of losses, so it has no estimate without labels`;
  return { expect: await fromLosses(both, kind, options), how: estimators.regression };
}

function recordOf(windows: readonly LogWindow[]): EstimateRecord | null {
  const both = windows.flatMap(({ realised, expected }) =>
    expected && Number.isFinite(realised.estimate) && Number.isFinite(expected.estimate)
      ? [{ realised, expected }]
      : [],
  );
  if (both.length === 0) return null;
  const gaps = both.map(({ realised, expected }) => Math.abs(realised.estimate - expected.estimate));
  return {
    windows: both.length,
    meanGap: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length,
    inside: both.filter(
      ({ realised, expected }) => expected.lower <= realised.estimate && realised.estimate <= expected.upper,
    ).length,
  };
}

/**
 * Measures a prediction log window by window: how many rows, which scores, the metric on the labels that have come, and
 * the metric as it is expected without labels. Nothing is judged here.
 *
 * @param windows of the log's rows, such as `periodWindows` cuts them; one without rows has NaN where there is nothing.
 * @example await measureLog(heldOutLog(project, table, predictions), periodWindows(time, "week"), options)
 */
export async function measureLog(
  both: ReferenceAndLog,
  windows: readonly RowWindow[],
  options: MeasureLogOptions,
): Promise<ProjectLog> {
  const { reference, log, source } = both;
  const { run, metric, level, seed, unit, labelDelayDays } = options;
  const scores = ascending(reference.prediction);
  const scoreBins = binsOf(reference.prediction, metric);
  const risk = { medium: sortedQuantile(scores, 0.5), high: sortedQuantile(scores, 0.9) };
  const made = await expecting(both, options);

  const measure = (from: LogRows, { name, from: start, to, rows }: RowWindow): Omit<LogWindow, "expected"> => {
    const window = at(from.prediction, rows);
    const high = window.filter((score) => score >= risk.high).length;
    const low = window.filter((score) => score < risk.medium).length;
    const labelled = rows.filter((row) => !Number.isNaN(from.label[row]!));
    const sorted = ascending(window);
    return {
      name,
      from: start,
      to,
      rows: rows.length,
      units: new Set(Array.from(rows, (row) => from.unit[row]!)).size,
      labelled: labelled.length,
      score: {
        mean: mean(sorted),
        quantiles: shown.map((p) => sortedQuantile(sorted, p)),
        counts: countIn(scoreBins, window),
      },
      risk: { low, medium: rows.length - low - high, high },
      realised: realisedMetric(
        metric,
        { label: at(from.label, labelled), prediction: at(from.prediction, labelled) },
        Int32Array.from(labelled, (row) => from.unit[row]!),
        { level, seed },
      ),
    };
  };

  const measured = windows.map((window): LogWindow => {
    options.signal?.throwIfAborted();
    const numbers = measure(log, window);
    return {
      ...numbers,
      expected: typeof made === "string" || window.rows.length === 0 ? null : made.expect(window.rows, numbers.units),
    };
  });
  const newest = log.time?.reduce((latest, moment) => Math.max(latest, moment), Number.NEGATIVE_INFINITY);
  return {
    source,
    run,
    metric: { name: metric.name, title: metric.title, direction: metric.direction, unit: metric.unit },
    unit,
    labelDelayDays,
    asOf: newest !== undefined && Number.isFinite(newest) ? new Date(newest).toISOString() : null,
    reference: {
      name: both.referenceName,
      window: measure(reference, {
        name: both.referenceName,
        from: null,
        to: null,
        rows: Int32Array.from({ length: reference.rows }, (_, row) => row),
      }),
    },
    scoreBins,
    risk,
    windows: measured,
    record: recordOf(measured),
    estimator: typeof made === "string" ? null : made.how,
    notes: typeof made === "string" ? [made] : [],
  };
}
