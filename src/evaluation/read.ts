import type { CategoricalColumn, FeatureTable } from "../features/dataset.js";
import { takeColumn } from "../features/dataset.js";
import { AssayError } from "../lib/errors.js";
import { sha256, sha256File } from "../lib/hash.js";
import { getMetric } from "../metrics/index.js";
import type { MetricInput } from "../metrics/metric.js";
import type { Project } from "../projects/types.js";
import { readHistory, readImportance } from "../tracking/artifacts.js";
import { readPredictions } from "../tracking/read-predictions.js";
import { tagNames } from "../tracking/tag-names.js";
import type { Predictions, TrackedRun } from "../tracking/types.js";
import { judgedRows, rowsById, sharedRows, type SharedRows } from "./align.js";
import type { Evidence, JudgedRun } from "./evidence.js";
import { type Judged, metricInput } from "./replicates.js";
import type { CrossValidation } from "./types.js";
import { dependsOnThreshold, judgeThreshold, type JudgedThreshold } from "./threshold.js";

const refuse = (run: TrackedRun, what: string, hint: string): AssayError =>
  new AssayError(`run ${run.name} (${run.runId.slice(0, 8)}): ${what}`, { code: "not-comparable", hint });

/** Of a fitted model's predictions, the rows that judge and the rows that came later. */
const judgedSplits = ["test", "production"];

const readTable = async (run: TrackedRun, kind: "predictions" | "cross-fitted"): Promise<Predictions> =>
  await readPredictions(run, kind, kind === "predictions" ? judgedSplits : undefined);

/** Rows of a table where `wanted` holds and the label is known. */
const rowsWhere = ({ rows, label }: Predictions, wanted: (row: number) => boolean): Int32Array =>
  Int32Array.from({ length: rows }, (_, row) => row).filter((row) => wanted(row) && !Number.isNaN(label[row]!));

/** A run's predictions of the given rows of the first run, found by id; runs of one build share their order. */
function predictionsOf(
  run: TrackedRun,
  table: Predictions,
  index: Int32Array,
  { id, label }: SharedRows,
): Judged & Pick<JudgedRun, "fold"> {
  const inPlace = id.every((name, i) => table.id[index[i]!] === name);
  const rowOf = inPlace ? null : rowsById(table.id);
  const rows = Int32Array.from(id, (name, i) => {
    const row = rowOf ? rowOf.get(name) : index[i]!;
    if (row === undefined)
      throw refuse(run, `has no prediction of row ${name}`, "train all runs of the project again with assay build");
    if (table.label[row] !== label[i])
      throw refuse(run, `label of row ${name} differs`, "train all runs of the project again with assay build");
    return row;
  });
  const { fold } = table;
  return { ...judgedRows(table, rows), ...(fold ? { fold: rows.map((row) => fold[row]!) } : {}) };
}

/** Segments in the order of the shared rows. */
function segmentsOf(rows: SharedRows, table: FeatureTable | null): CategoricalColumn[] {
  if (!table) return [];
  const rowOf = rowsById(table.id);
  const index = Int32Array.from(rows.id, (id) => rowOf.get(id) ?? -1);
  if (index.includes(-1)) return [];
  return table.segments.map((column) => takeColumn(column, index));
}

/**
 * The threshold that is best for the fitted model on validation rows, judged on test rows, by the first of the policy's
 * metrics that depends on one; null without such a metric or such rows, or with more than two classes.
 */
async function chosenThreshold({ task, policy }: Project, run: TrackedRun): Promise<JudgedThreshold | null> {
  const names = [policy.primaryMetric, ...(policy.costs ? ["expectedCost"] : []), ...policy.metrics];
  const metric = task === "classification" ? names.map(getMetric).find(dependsOnThreshold) : undefined;
  if (!metric) return null;
  const predictions = await readPredictions(run, "predictions", ["validation", "test"]);
  if (predictions.probabilities) return null;
  const of = (split: string): MetricInput => {
    const rows = rowsWhere(predictions, (row) => predictions.split[row] === split);
    const model = { ...judgedRows(predictions, rows), ...(policy.costs ? { costs: policy.costs } : {}) };
    return metricInput(model, sharedRows(predictions, rows));
  };
  const [validation, test] = [of("validation"), of("test")];
  return validation.label.length > 0 && test.label.length > 0 ? judgeThreshold(validation, test, metric) : null;
}

const validationPrefix = "validation_";

/** What `assay train --folds` left with a run; null where it was not asked. */
function crossValidationOf({ tags, metrics }: TrackedRun): CrossValidation | null {
  const scheme = tags[tagNames.crossValidation];
  if (scheme === undefined) return null;
  const { folds, repeats, order } = JSON.parse(scheme) as Omit<CrossValidation, "metrics">;
  const found = Object.keys(metrics).flatMap((name) => {
    const metric = /^cv_(.+)_mean$/.exec(name)?.[1];
    if (metric === undefined) return [];
    return [[metric, { mean: metrics[name]!.last, error: metrics[`cv_${metric}_error`]?.last ?? Number.NaN }]];
  });
  return { folds, repeats, order, metrics: Object.fromEntries(found) as CrossValidation["metrics"] };
}

async function describeRun(run: TrackedRun): Promise<Omit<JudgedRun, "prediction" | "production" | "chosenThreshold">> {
  const last = (name: string): number => run.metrics[name]?.last ?? Number.NaN;
  return {
    run,
    title: run.tags[tagNames.title] ?? run.name,
    cost: {
      trainingSeconds: last("training_seconds"),
      predictionMillisecondsPer1000: last("prediction_milliseconds_per_1000"),
      modelBytes: last("model_bytes"),
    },
    trainingRows: Number(run.tags[tagNames.trainingRows] ?? Number.NaN),
    crossValidation: crossValidationOf(run),
    validation: Object.fromEntries(
      Object.keys(run.metrics)
        .filter((name) => name.startsWith(validationPrefix))
        .map((name) => [name.slice(validationPrefix.length), last(name)]),
    ),
    history: Object.fromEntries(
      Object.entries(await readHistory(run)).map(([name, points]) => [name.replace(/^curves\//, ""), points]),
    ),
    importance: await readImportance(run),
  };
}

/**
 * Reads what a project's runs predicted on the rows that judge (test rows, or all rows cross-fitted, as its policy
 * says) and, apart from these, on production rows.
 *
 * @param runs finished runs of the project, such as `ensureRuns` returns; at least one.
 * @param table the project's feature table, for segments; without it there are none.
 * @throws AssayError where a run has no such predictions, or its rows or labels differ from the first run's.
 * @throws RangeError without a run.
 * @example await readEvidence(project, await ensureRuns(project, options), await readFeatureTable(database, project))
 */
export async function readEvidence(
  project: Project,
  runs: readonly TrackedRun[],
  table: FeatureTable | null = null,
): Promise<Evidence> {
  const [first] = runs;
  if (!first) throw new RangeError("readEvidence needs at least one run");
  const crossFitted = project.policy.evidence === "cross-fitted";
  const kind = crossFitted ? "cross-fitted" : "predictions";
  const reference = await readTable(first, kind);
  const judged = rowsWhere(reference, (row) => crossFitted || reference.split[row] === "test");
  if (judged.length === 0) throw refuse(first, "no labelled row judges", "look at the project's split");
  const rows = sharedRows(reference, judged);
  const later = crossFitted
    ? judged.subarray(0, 0)
    : rowsWhere(reference, (row) => reference.split[row] === "production");
  const laterRows = later.length > 0 && reference.time ? sharedRows(reference, later) : null;
  const read: JudgedRun[] = [];
  for (const run of runs) {
    const predictions = run === first ? reference : await readTable(run, kind);
    read.push({
      ...(await describeRun(run)),
      predictionsSha256: await sha256File(run.artifact(`${kind}.parquet`)),
      ...predictionsOf(run, predictions, judged, rows),
      ...(project.policy.costs ? { costs: project.policy.costs } : {}),
      chosenThreshold: await chosenThreshold(project, run),
      production: laterRows ? predictionsOf(run, predictions, later, laterRows) : null,
    });
  }
  return {
    project: project.id,
    task: project.task,
    policy: project.policy,
    rows: { ...rows, segments: segmentsOf(rows, table) },
    unitName: project.columns.unit?.plural ?? project.rows,
    runs: read,
    production: laterRows?.time ? { label: laterRows.label, time: laterRows.time } : null,
  };
}

/** Hash of the judged rows, ids and labels in order: what the ledger knows a set of rows by. */
export const hashRows = ({ id, label }: SharedRows): string =>
  sha256(id.map((name, row) => `${name}\t${label[row]}\n`).join(""));
