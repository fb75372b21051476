import { takeColumn, takeRows, type Dataset, type FeatureTable } from "../features/dataset.js";
import { randomNormal, seeded } from "../lib/random.js";
import { absoluteError, zeroOne } from "../metrics/row-loss.js";
import type { Model } from "../models/types.js";
import { clopperPearsonInterval } from "../stats/clopper-pearson.js";
import type { Estimate } from "../stats/estimate.js";
import { standardDeviation } from "../stats/intervals.js";
import { unitMean } from "./unit-mean.js";

/** Rows scored; of more, as many are taken at even distances, so that every part of the time is there. */
const mostRows = 5_000;

/** What a fitted model loses when its numeric features get noise. */
export interface NoiseDrop {
  metric: "accuracy" | "mae";
  /** Standard deviation of the noise, in standard deviations of each column over the training rows. */
  noise: number;
  /** How many columns got noise. */
  columns: number;
  /** > 0: worse under noise, in the metric's unit. */
  drop: Estimate;
}

const evenly = (rows: Int32Array): Int32Array =>
  rows.length <= mostRows
    ? rows
    : Int32Array.from({ length: mostRows }, (_, k) => rows[Math.floor((k * rows.length) / mostRows)]!);

/**
 * The rows with seeded normal noise in every numeric column: `noise` standard deviations of that column over the
 * training rows. Missing values stay missing.
 */
function withNoise(data: Dataset, deviations: readonly number[], noise: number, seed: number): Dataset {
  const random = seeded(seed);
  const columns = data.columns.map((column, index) =>
    column.kind === "numeric"
      ? { ...column, values: column.values.map((value) => value + noise * deviations[index]! * randomNormal(random)) }
      : column,
  );
  return { ...data, columns };
}

/** The prediction of each row: the value, or the index of the most probable class (of equals, the last). */
function answers({ task, classes, predict }: Model, data: Dataset): Float64Array {
  const values = predict(data);
  if (task === "regression") return values;
  const k = classes!.length;
  return Float64Array.from({ length: data.rows }, (_, row) => {
    let best = 0;
    for (let j = 1; j < k; j++) if (values[row * k + j]! >= values[row * k + best]!) best = j;
    return best;
  });
}

/** Test rows as they are and with noise, for any number of models. */
export interface NoisyRows {
  noise: number;
  columns: number;
  clean: Dataset;
  noisy: Dataset;
  label: Float64Array;
  unit: Int32Array;
}

/**
 * The labelled test rows of a project, as they are and with noise in every numeric column: the same noise for all models.
 *
 * @param table the project's feature table, with training rows for the size of the noise.
 * @param label class index or value of every row; rows without one are left out.
 */
export function noisyRows(
  table: Pick<FeatureTable, "rows" | "dataset" | "split" | "unit">,
  label: Float64Array,
  { noise, seed }: { noise: number; seed: number },
): NoisyRows {
  const where = (split: string): Int32Array =>
    Int32Array.from({ length: table.rows }, (_, row) => row).filter((row) => table.split[row] === split);
  const rows = evenly(where("test").filter((row) => !Number.isNaN(label[row]!)));
  const training = where("train");
  const deviations = table.dataset.columns.map((column) =>
    column.kind === "numeric" ? standardDeviation(takeColumn(column, training).values) || 0 : 0,
  );
  const clean = takeRows(table.dataset, rows);
  return {
    noise,
    columns: deviations.filter((deviation) => deviation > 0).length,
    clean,
    noisy: withNoise(clean, deviations, noise, seed),
    label: Float64Array.from(rows, (row) => label[row]!),
    unit: Int32Array.from(rows, (row) => table.unit[row]!),
  };
}

/**
 * Scores a fitted model twice on its test rows, as they are and with noise, and gives what it loses, paired by row.
 *
 * The interval is over independent units. Where no row's loss changes although predictions may, accuracy over
 * independent rows has the exact bound on the share of rows that could change (`no-discordant-rows`); where not one
 * prediction changes it is [0, 0] (`identical-predictions`).
 *
 * @see Hendrycks & Dietterich (2019), ICLR, on the corruption of inputs; the noise here is the simplest of theirs
 * @example noiseDrop(model, noisyRows(table, labelsOf(table), { noise: 0.1, seed: 1 }), { metric: "accuracy", level: 0.95 })
 */
export function noiseDrop(
  model: Model,
  rows: NoisyRows,
  { metric, level }: { metric: "accuracy" | "mae"; level: number },
): NoiseDrop {
  const { noise, columns, label, unit } = rows;
  const [clean, noisy] = [answers(model, rows.clean), answers(model, rows.noisy)];
  const loss = metric === "accuracy" ? zeroOne : absoluteError;
  const classes = model.task === "classification" ? { classes: model.classes! } : {};
  const [before, after] = [clean, noisy].map((prediction) => loss({ label, prediction, ...classes }));
  const difference = label.map((_, row) => after!(row) - before!(row));
  return { metric, noise, columns, drop: unchanged(unitMean(difference, unit, level), clean, noisy, metric) };
}

/** The interval where no row's loss changed, so that the rows' spread says nothing. */
function unchanged(drop: Estimate, clean: Float64Array, noisy: Float64Array, metric: string): Estimate {
  if (drop.lower !== drop.upper) return drop;
  if (clean.every((value, row) => value === noisy[row])) return { ...drop, method: "identical-predictions" };
  if (metric !== "accuracy" || drop.units !== drop.n)
    return { ...drop, lower: Number.NaN, upper: Number.NaN, method: "none" };
  const bound = clopperPearsonInterval(0, drop.n, drop.level).upper;
  return { ...drop, lower: -bound, upper: bound, method: "no-discordant-rows" };
}
