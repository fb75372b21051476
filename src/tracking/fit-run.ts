import { takeRows } from "../features/dataset.js";
import { toJson } from "../lib/json.js";
import type { OnProgress } from "../lib/progress.js";
import { crossFit, type CrossFitted, takeLabelled } from "../models/cross-fit.js";
import { getLearner } from "../models/index.js";
import type { History, Importance, Labelled, Model, Parameters } from "../models/types.js";

/** What a worker thread is given to train one run: no more than can be handed over. */
export interface FitRunInput {
  /** All rows of the table. */
  rows: Labelled;
  /** Indexes of those that train, and of those that stop and tune. */
  training: Int32Array;
  validation: Int32Array;
  learner: string;
  parameters: Parameters;
  seed: number;
  backend: string;
  task: string;
  /** Folds of the cross-fitted predictions; null where there are none. */
  folds: number | null;
}

export interface FittedRun {
  /** The model as JSON. */
  text: string;
  importance: Importance[];
  parameters: Parameters;
  history: History;
  backend: string;
  backendNotes: string[];
  /** Of all rows, as `Model.predict` gives them. */
  predictions: Float64Array;
  /** Of all rows by models that did not see them: the recipe's own, not the fitted model's. */
  crossFitted: CrossFitted | null;
  /** Of the one fit. */
  seconds: number;
  /** Of the float64 scorer, for a thousand rows. */
  predictionMilliseconds: number;
}

/** Milliseconds of the float64 scorer per thousand rows: the median of three goes over at most 5,000 rows. */
function timePredictions(model: Model, { data }: Labelled): number {
  const rows = Int32Array.from({ length: Math.min(data.rows, 5000) }, (_, row) => row);
  const part = takeRows(data, rows);
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    model.predict(part);
    return performance.now() - start;
  });
  return (times.sort((a, b) => a - b)[1]! / rows.length) * 1000;
}

/** Trains one run, in whatever thread; what came of it does not depend on which. */
export async function fitRun(input: FitRunInput, onProgress: OnProgress, signal?: AbortSignal): Promise<FittedRun> {
  const { rows, training, validation, parameters, seed, backend, task, folds } = input;
  const learner = getLearner(input.learner);
  const common = { parameters, seed, backend, onProgress, ...(signal ? { signal } : {}) };
  const clock = performance.now();
  const fit = await learner.fit({
    ...common,
    train: takeLabelled(rows, training),
    ...(validation.length > 0 ? { validation: takeLabelled(rows, validation) } : {}),
    task,
  });
  const seconds = (performance.now() - clock) / 1000;
  const { model, ...rest } = fit;
  return {
    ...rest,
    seconds,
    text: toJson(model.toJSON()),
    importance: model.importance(),
    predictions: model.predict(rows.data),
    predictionMilliseconds: timePredictions(model, rows),
    crossFitted:
      folds === null ? null : await crossFit(learner, rows, { ...common, folds, task: `${task} · cross-fitting` }),
  };
}
