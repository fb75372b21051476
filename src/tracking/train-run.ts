import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { takeRows, type FeatureTable } from "../features/dataset.js";
import { toJson } from "../lib/json.js";
import type { OnProgress } from "../lib/progress.js";
import { crossFit, type CrossFitOptions, takeLabelled } from "../models/cross-fit.js";
import type { FitResult, Labelled, Learner, Parameters } from "../models/types.js";
import type { ModelSpecification, Project } from "../projects/types.js";
import type { Identity } from "./identity.js";
import { measureSplits, rowsOf } from "./measure-run.js";
import type { MetricPoint } from "./metric-lines.js";
import { predictionTable } from "./prediction-table.js";
import { curvePrefix, tagNames } from "./tag-names.js";
import { writePredictions } from "./write-predictions.js";
import type { Predictions } from "./types.js";
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
  /** Tags that every run of this machine and checkout has. */
  commonTags: Record<string, string>;
  now(): Date;
  onProgress?: OnProgress;
  signal?: AbortSignal;
}

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

const asText = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

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
  const { project, table, specification, learner, parameters, seed, backend, identity, onProgress, signal } = input;
  const task = `${project.id} · ${specification.name}`;
  const training = labelled(table, rowsOf(table, "train"));
  const validationRows = rowsOf(table, "validation");
  const common = { parameters, seed, backend, ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) };
  const startedAt = input.now().getTime();
  const clock = performance.now();
  const fit = await learner.fit({
    ...common,
    train: training,
    ...(validationRows.length > 0 ? { validation: labelled(table, validationRows) } : {}),
    task,
  });
  const seconds = (performance.now() - clock) / 1000;
  const predictions = predictionTable(table, fit.model.predict(table.dataset), null);
  const crossFitted =
    project.policy.evidence === "cross-fitted"
      ? await crossFitTable(input, { ...common, task: `${task} · cross-fitting` })
      : null;
  const modelText = toJson(fit.model.toJSON());
  const measured = {
    ...measureSplits(predictions, project),
    training_seconds: seconds,
    prediction_milliseconds_per_1000: timePredictions(fit, table),
    model_bytes: Buffer.byteLength(modelText),
  };
  const timestamp = input.now().getTime();
  const point = (value: number, step = 0): MetricPoint => ({ step, value, timestamp });
  return {
    runId: identity.identity.slice(0, 32),
    name: specification.name,
    startedAt,
    endedAt: timestamp,
    params: asText(fit.parameters),
    metrics: {
      ...Object.fromEntries(Object.entries(measured).map(([name, value]) => [name, [point(value)]])),
      ...Object.fromEntries(
        Object.entries(fit.history).map(([name, steps]) => [
          curvePrefix + name,
          steps.map(({ step, value }) => point(value, step)),
        ]),
      ),
    },
    tags: {
      ...input.commonTags,
      [tagNames.identity]: identity.identity,
      [tagNames.dataSha256]: identity.dataSha256,
      [tagNames.codeSha256]: identity.codeSha256,
      [tagNames.project]: project.id,
      [tagNames.learner]: learner.name,
      [tagNames.family]: learner.family,
      [tagNames.title]: specification.title,
      [tagNames.seed]: String(seed),
      [tagNames.backend]: fit.backend,
      [tagNames.backendNotes]: JSON.stringify(fit.backendNotes),
      [tagNames.trainingRows]: String(training.data.rows),
      [tagNames.runName]: specification.name,
    },
    writeArtifacts: async (folder) => {
      await writeFile(join(folder, "model.json"), modelText);
      await writeFile(join(folder, "features.json"), toJson(project.features, 1));
      await writeFile(join(folder, "importance.json"), toJson(fit.model.importance(), 1));
      await writePredictions(join(folder, "predictions.parquet"), predictions);
      if (crossFitted) await writePredictions(join(folder, "cross-fitted.parquet"), crossFitted);
    },
  };
}
