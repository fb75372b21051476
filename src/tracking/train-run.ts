import type { FeatureTable } from "../features/dataset.js";
import type { Labelled, Learner, Parameters } from "../models/types.js";
import type { ModelSpecification, Project } from "../projects/types.js";
import type { FitRunInput, FittedRun } from "./fit-run.js";
import type { Identity } from "./identity.js";
import { measureSplits, rowsOf } from "./measure-run.js";
import { newRun, writeModelArtifacts } from "./new-run.js";
import { predictionTable } from "./prediction-table.js";
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
}

/**
 * Trains one specification and measures it; nothing is written before {@link NewRun.writeArtifacts}.
 *
 * @param rows those of the table, in memory that threads share where another one is to train.
 * @param fit trains, here or in another thread.
 */
export async function trainRun(
  input: TrainInput,
  rows: Labelled,
  now: () => Date,
  fit: (input: FitRunInput) => Promise<FittedRun>,
): Promise<NewRun> {
  const { project, specification, learner, parameters, seed, backend, window } = input;
  const { table, trainingRows } = window
    ? windowTable(input.table, project, window)
    : { table: input.table, trainingRows: rowsOf(input.table, "train") };
  const startedAt = now();
  const fitted = await fit({
    rows,
    training: trainingRows,
    validation: rowsOf(table, "validation"),
    learner: learner.name,
    parameters,
    seed,
    backend,
    task: `${project.id} · ${specification.name}`,
    folds: project.policy.evidence === "cross-fitted" ? (project.folds ?? defaultFolds) : null,
  });
  const { text, importance, crossFitted, seconds, predictionMilliseconds } = fitted;
  const own = predictionTable(table, fitted.predictions, null);
  const all = crossFitted && predictionTable(table, crossFitted.predictions, crossFitted.fold);
  const { name, title } = specification;
  return newRun(
    { ...input, name, title },
    {
      ...fitted,
      startedAt,
      endedAt: now(),
      trainingRows: trainingRows.length,
      metrics: {
        ...measureSplits(own, project),
        training_seconds: seconds,
        prediction_milliseconds_per_1000: predictionMilliseconds,
        model_bytes: Buffer.byteLength(text),
      },
    },
    (folder) => writeModelArtifacts(folder, project, { text, importance }, { own, crossFitted: all }),
  );
}
