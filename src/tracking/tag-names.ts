/** Names of the tags that Assay writes and reads. */
export const tagNames = {
  identity: "assay.identity",
  project: "assay.project",
  learner: "assay.learner",
  family: "assay.family",
  title: "assay.title",
  seed: "assay.seed",
  /** Present where a reader chose seed, back end or window for this one training. */
  chosen: "assay.chosen",
  /** Times of the training rows, `FROM..TO`, where they are not the project's. */
  window: "assay.window",
  /** Folds, repeats, order and seed of the cross-validation that the `cv_` metrics came from. */
  crossValidation: "assay.crossValidation",
  /** Of a search: trials, strategy, and the number of the best. */
  search: "assay.search",
  /** Of a trial: its number in the search. */
  trial: "assay.trial",
  /** Why a trial has no metrics. */
  failure: "assay.failure",
  backend: "assay.backend",
  backendNotes: "assay.backendNotes",
  versions: "assay.versions",
  dataSha256: "assay.dataSha256",
  codeSha256: "assay.codeSha256",
  trainingRows: "assay.trainingRows",
  runName: "mlflow.runName",
  parentRun: "mlflow.parentRunId",
  gitCommit: "mlflow.source.git.commit",
  sourceName: "mlflow.source.name",
  sourceType: "mlflow.source.type",
} as const;

/** Of a trial: a metric on the first rung of its search, where all trials trained on the same rows. */
export const firstRungPrefix = "first_rung_";

/** Learning curves lie under this prefix, apart from the run's final metrics. */
export const curvePrefix = "curves/";
