import { takeRows, type FeatureTable } from "../features/dataset.js";
import { toJson } from "../lib/json.js";
import type { OnProgress } from "../lib/progress.js";
import { crossFit, type CrossFitOptions, takeLabelled } from "../models/cross-fit.js";
import type { FitResult, Labelled, Learner, Parameters } from "../models/types.js";
import type { ModelSpecification, Project } from "../projects/types.js";
import type { Identity } from "./identity.js";
import { measureSplits, rowsOf } from "./measure-run.js";
import { newRun, writeModelArtifacts } from "./new-run.js";
import { predictionTable } from "./prediction-table.js";
import type { Predictions } from "./types.js";
import { type Window, windowTable } from "./window.js";
import type { NewRun } from "./write-run.js";

const defaultFolds = 5;

export interface TrainInput {
  project: Project;
  table: FeatureTable;
  specification: ModelSpecification;
  learner: Learner;
  /** Defaults included. */
  parameters: Parameters;
  seed: number;
  backend: string;
  identity: Identity;
  /** Of time, instead of the project's training rows. */
  window?: Window;
  /** Tags that every run of this machine and checkout has, and those of the reader's choice. */
  tags: Record<string, string>;
  now(): Date;
  onProgress?: OnProgress;
  signal?: AbortSignal;
}

/** Rows as the project splits them. */
const wholeTable = (table: FeatureTable): { table: FeatureTable; trainingRows: Int32Array } => ({
  table,
  trainingRows: rowsOf(table, "train"),
});

const labelled = ({ dataset, target, unit }: FeatureTable, rows: Int32Array): Labelled =>
  takeLabelled({ data: dataset, target, unit }, rows);

/** Milliseconds of the float64 scorer per thousand rows: the median of three goes over at most 5,000 rows. */
function timePredictions({ model }: FitResult, table: FeatureTable): number {
  const rows = Int32Array.from({ length: Math.min(table.rows, 5000) }, (_, row) => row);
  const data = takeRows(table.dataset, rows);
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    model.predict(data);
    return performance.now() - start;
  });
  return (times.sort((a, b) => a - b)[1]! / rows.length) * 1000;
}

/** Predictions of all rows by models that did not see them: the recipe's own, not the fitted model's. */
async function crossFitTable(
  { project, table, learner }: TrainInput,
  options: Omit<CrossFitOptions, "folds">,
): Promise<Predictions> {
  const { dataset, target, unit } = table;
  const { fold, predictions } = await crossFit(
    learner,
    { data: dataset, target, unit },
    { ...options, folds: project.folds ?? defaultFolds },
  );
  return predictionTable(table, predictions, fold);
}

/** Trains one specification and measures it; nothing is written before {@link NewRun.writeArtifacts}. */
export async function trainRun(input: TrainInput): Promise<NewRun> {
  const { project, specification, learner, parameters, seed, backend, window, onProgress, signal } = input;
  const task = `${project.id} · ${specification.name}`;
  const { table, trainingRows } = window ? windowTable(input.table, project, window) : wholeTable(input.table);
  const training = labelled(table, trainingRows);
  const validationRows = rowsOf(table, "validation");
  const common = { parameters, seed, backend, ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) };
  const startedAt = input.now();
  const clock = performance.now();
  const fit = await learner.fit({
    ...common,
    train: training,
    ...(validationRows.length > 0 ? { validation: labelled(table, validationRows) } : {}),
    task,
  });
  const seconds = (performance.now() - clock) / 1000;
  const own = predictionTable(table, fit.model.predict(table.dataset), null);
  const crossFitted =
    project.policy.evidence === "cross-fitted"
      ? await crossFitTable(input, { ...common, task: `${task} · cross-fitting` })
      : null;
  const text = toJson(fit.model.toJSON());
  const { name, title } = specification;
  return newRun(
    { ...input, name, title, tags: input.tags },
    {
      ...fit,
      startedAt,
      endedAt: input.now(),
      trainingRows: training.data.rows,
      metrics: {
        ...measureSplits(own, project),
        training_seconds: seconds,
        prediction_milliseconds_per_1000: timePredictions(fit, table),
        model_bytes: Buffer.byteLength(text),
      },
    },
    (folder) =>
      writeModelArtifacts(folder, project, { text, importance: fit.model.importance() }, { own, crossFitted }),
  );
}
