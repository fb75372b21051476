import { readColumns } from "../engine/columns.js";
import type { Database } from "../engine/database.js";
import { unitInfluence } from "../evaluation/influence.js";
import { leastUnits, metricInterval } from "../evaluation/metric-interval.js";
import type { Column, Dataset } from "../features/dataset.js";
import { getMetric } from "../metrics/index.js";
import { crossFit } from "../models/cross-fit.js";
import { gradientBoostedTrees } from "../models/trees/gradient-boosted-trees.js";
import type { Estimate } from "../stats/estimate.js";
import type { WindowRows } from "./rows.js";
import type { DriftColumn } from "./types.js";

/** All columns at once: how well trees tell a row of the current window from one of the reference. */
export interface MultivariateDrift {
  /** Area under the ROC curve, out of fold: 0.5 where nothing tells them apart, 1 where everything does. */
  auc: Estimate;
  /** By which columns the trees told them apart: shares of the gain, largest first. */
  columns: { name: string; importance: number }[];
}

export interface DomainOptions {
  /** Rows drawn from each side at most. */
  rows: number;
  level: number;
  seed: number;
  signal?: AbortSignal | undefined;
}

const parameters = { trees: 60, depth: 4, learningRate: 0.15, minimumChildWeight: 5, earlyStoppingRounds: 10 };
const folds = 3;
const fewestRows = 50;

/** Rows of one window, drawn without replacement by the engine: the same seed draws the same rows. */
async function drawn(
  database: Database,
  { relation, rowsAreUnits }: WindowRows,
  columns: readonly string[],
  window: number,
  { rows, seed }: DomainOptions,
): ReturnType<typeof readColumns> {
  const taken = [rowsAreUnits ? "0 AS u" : "u", ...columns];
  return readColumns(
    database,
    `SELECT * FROM (SELECT ${taken.join(", ")} FROM ${relation} WHERE w = ${window})
     USING SAMPLE reservoir(${rows} ROWS) REPEATABLE (${seed}) ORDER BY ALL`,
  );
}

function columnOf(
  { name, type }: DriftColumn,
  key: string,
  sides: readonly Awaited<ReturnType<typeof drawn>>[],
): Column | null {
  if (type === "numeric") {
    const values = Float64Array.from(
      sides.flatMap(({ numbers }) => Array.from(numbers[key]!, (x) => (Number.isFinite(x) ? x : Number.NaN))),
    );
    return values.every(Number.isNaN) ? null : { name, kind: "numeric", values };
  }
  const texts = sides.flatMap((side) => side.texts[key]!);
  const categories = Array.from(new Set(texts.filter((text) => text !== ""))).sort();
  const codes = new Map(categories.map((text, code) => [text, code]));
  return categories.length === 0
    ? null
    : { name, kind: "categorical", codes: Int32Array.from(texts, (text) => codes.get(text) ?? -1), categories };
}

/**
 * Domain classifier: boosted trees learn to tell rows of the current window from rows of the reference by all features
 * together, so that a change is seen that no column shows by itself. The area under the ROC curve is out of fold (whole
 * units at a time), with DeLong's interval over units.
 *
 * @param columns of `rows`, in their order; only features are used.
 * @param window 1 for the first current window.
 * @returns null where a side has fewer than 50 rows or too few units for an interval, or no feature has a value.
 * @see Lopez-Paz & Oquab (2017), Revisiting classifier two-sample tests, ICLR
 * @example (await domainClassifier(database, rows, columns, 1, { rows: 5000, level: 0.95, seed: 1 }))?.auc
 */
export async function domainClassifier(
  database: Database,
  rows: WindowRows,
  columns: readonly DriftColumn[],
  window: number,
  options: DomainOptions,
): Promise<MultivariateDrift | null> {
  const used = columns.flatMap((column, i) => (column.role === "feature" ? [{ column, key: `c${i}` }] : []));
  if (used.length === 0) return null;
  const keys = used.map(({ key }) => key);
  const sides = [await drawn(database, rows, keys, 0, options), await drawn(database, rows, keys, window, options)];
  const [before, after] = sides.map((side) => side.rows) as [number, number];
  const n = before + after;
  const groups = rows.groups[0]!;
  const unit = rows.rowsAreUnits
    ? Int32Array.from({ length: n }, (_, row) => row)
    : Int32Array.from(sides.flatMap(({ numbers }, side) => Array.from(numbers["u"]!, (u) => side * groups + u)));
  const places = new Map(Array.from(new Set(unit), (id, place) => [id, place]));
  const places32 = unit.map((id) => places.get(id)!);
  const found = used.flatMap(({ column, key }) => columnOf(column, key, sides) ?? []);
  if (Math.min(before, after) < fewestRows || places.size < leastUnits["cluster-logit"] || found.length === 0)
    return null;
  const data: Dataset = { rows: n, columns: found };
  const label = Float64Array.from({ length: n }, (_, row) => (row < before ? 0 : 1));
  const target = {
    task: "classification",
    codes: Int32Array.from(label),
    classes: ["reference", "current"],
  } as const;
  const { level, seed, signal } = options;
  const fitting = { parameters, seed, task: "domain classifier", ...(signal ? { signal } : {}) };
  const { predictions } = await crossFit(gradientBoostedTrees, { data, target, unit: places32 }, { ...fitting, folds });
  const { model } = await gradientBoostedTrees.fit({ train: { data, target }, ...fitting });
  const prediction = label.map((_, row) => predictions[2 * row + 1]!);
  const area = getMetric("rocAuc");
  return {
    auc: metricInterval(
      area,
      {
        bootstrap: { estimate: area.prepare({ label, prediction })(), replicates: new Float64Array(0) },
        influence: unitInfluence(area, { label, prediction }, places32, places.size),
        proportion: null,
      },
      { level, n, units: places.size },
    ),
    columns: model
      .importance()
      .filter(({ value }) => value > 0)
      .map(({ feature, value }) => ({ name: feature, importance: value })),
  };
}
