import type { Dataset } from "../features/dataset.js";
import { rowLosses, type LossName } from "../evaluation/loss.js";
import { crossFit } from "../models/cross-fit.js";
import { getLearner } from "../models/index.js";
import type { Model } from "../models/types.js";
import type { Estimate } from "../stats/estimate.js";
import { tQuantile } from "../stats/student-t.js";
import { unitTotals } from "../stats/unit-totals.js";

/** Rows with a value that a model predicted, by which its losses are learnt. */
export interface JudgedRows {
  data: Dataset;
  label: Float64Array;
  prediction: Float64Array;
  /** Index of each row's independent unit. */
  unit: Int32Array;
}

/** Predicts the loss that a model will show on rows whose values are not there yet. */
export interface LossEstimator {
  loss: LossName;
  model: Model;
  /** Variance between units of what the estimator leaves unexplained: of a unit's mean. */
  unitVariance: number;
  /** Units that this variance comes from. */
  units: number;
}

const learner = "gradient-boosted-trees";
const parameters = { trees: 60, depth: 4, learningRate: 0.1, minimumChildWeight: 50 };
const folds = 5;

const withPrediction = (data: Dataset, prediction: Float64Array): Dataset => ({
  rows: data.rows,
  columns: [...data.columns, { name: "prediction of the model", kind: "numeric", values: prediction }],
});

/**
 * Learns what loss a model shows, from rows whose values are known and that it was not fitted on: boosted trees over the
 * model's own features and its prediction (direct loss estimation). Out-of-fold predictions, whole units at a time,
 * say how far off the estimator is for a unit.
 *
 * @param loss of a single row: `absoluteError` or `squaredError`.
 * @see Białek, Kuberski, Perrakis & Bifet (2024), Estimating model performance under covariate shift without labels
 * @example await learnLosses(validationRows, "absoluteError", { seed: 1, task: "nyc-flights · expected loss" })
 */
export async function learnLosses(
  { data, label, prediction, unit }: JudgedRows,
  loss: LossName,
  { seed, task, signal }: { seed: number; task: string; signal?: AbortSignal },
): Promise<LossEstimator> {
  const losses = rowLosses(loss, { label, prediction });
  const rows = withPrediction(data, prediction);
  const target = { task: "regression", values: losses } as const;
  const options = { parameters, seed, task, ...(signal ? { signal } : {}) };
  const { model } = await getLearner(learner).fit({ train: { data: rows, target }, ...options });
  const { predictions } = await crossFit(getLearner(learner), { data: rows, target, unit }, { ...options, folds });
  const totals = unitTotals(
    losses.map((value, row) => value - predictions[row]!),
    unit,
  );
  const mean = totals.sum.reduce((sum, value) => sum + value, 0) / totals.rows;
  const size = totals.rows / totals.sum.length;
  const squares = totals.sum.reduce((sum, value, place) => sum + (value - mean * totals.count[place]!) ** 2, 0);
  return {
    loss,
    model,
    unitVariance: squares / Math.max(totals.sum.length - 1, 1) / size ** 2,
    units: totals.sum.length,
  };
}

/**
 * The mean loss expected on rows without values. The interval is for the mean loss that these rows will show: it holds
 * the chance between units, both of these rows and of those that the estimator learnt from. It does not know of a
 * relation between features and value that has changed since.
 *
 * @param root true where the metric is the root of the mean loss, as RMSE is.
 * @example expectedLoss(estimator, { data, prediction, units: 7 }, { level: 0.95, root: false }).estimate
 */
export function expectedLoss(
  { model, unitVariance, units }: LossEstimator,
  rows: { data: Dataset; prediction: Float64Array; units: number },
  { level, root }: { level: number; root: boolean },
): Estimate {
  const expected = model.predict(withPrediction(rows.data, rows.prediction));
  const n = expected.length;
  const mean = Math.max(0, expected.reduce((sum, value) => sum + value, 0) / n);
  const half =
    tQuantile((1 + level) / 2, Math.max(units - 1, 1)) * Math.sqrt(unitVariance * (1 / rows.units + 1 / units));
  const shown = (value: number): number => (root ? Math.sqrt(Math.max(0, value)) : Math.max(0, value));
  return {
    estimate: shown(mean),
    lower: shown(mean - half),
    upper: shown(mean + half),
    level,
    method: "direct-loss-estimation",
    n,
    units: rows.units,
  };
}
