import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { levelBounds } from "../decisions/levels.js";
import { rowsById } from "../evaluation/align.js";
import type { LeaderboardRun } from "../evaluation/types.js";
import { takeRows, type CategoricalColumn, type FeatureTable, type NumericColumn } from "../features/dataset.js";
import { rowValues } from "../features/row-values.js";
import { fromJSON } from "../models/score.js";
import type { Project } from "../projects/types.js";
import { readPredictions } from "../tracking/read-predictions.js";
import type { Predictions, TrackedRun } from "../tracking/types.js";
import { pageModels } from "./page-models.js";
import type { PredictEvidence, PredictFeature, PredictRow, PredictRun } from "./predict-types.js";
import { splitRows } from "./project-cards.js";

const shownRows = 40;
const mostCategories = 300;
/** Numbers with no more values than this are chosen from a list. */
const fewValues = 4;

function numbersOf({ values }: NumericColumn, training: Int32Array): PredictFeature["range"] {
  const seen = new Set<number>();
  let [least, most, whole] = [Infinity, -Infinity, true];
  for (const row of training) {
    const value = values[row]!;
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
    whole &&= Number.isInteger(value);
    if (seen.size <= fewValues) seen.add(value);
  }
  if (seen.size === 0) return null;
  return { least, most, whole, values: seen.size <= fewValues ? [...seen].sort((a, b) => a - b) : null };
}

function categoriesOf({ codes, categories }: CategoricalColumn, training: Int32Array): [string[], number] {
  const counts = new Float64Array(categories.length);
  for (const row of training) if (codes[row]! >= 0) counts[codes[row]!]! += 1;
  const seen = [...counts.keys()].filter((code) => counts[code]! > 0);
  const listed = new Set(seen.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, mostCategories));
  return [categories.filter((_, code) => listed.has(code)), seen.length - listed.size];
}

function featuresOf({ features }: Project, { dataset, split }: FeatureTable): PredictFeature[] {
  const training = Int32Array.from(split.flatMap((name, row) => (name === "train" ? [row] : [])));
  return features.map(({ name, meaning, type, group, source }, index) => {
    const column = dataset.columns[index]!;
    const words = { name, meaning, type, group, source };
    if (column.kind === "numeric")
      return { ...words, range: numbersOf(column, training), categories: null, unlisted: 0 };
    const [categories, unlisted] = categoriesOf(column, training);
    return { ...words, range: null, categories, unlisted };
  });
}

/** Ids of test rows that lie evenly among all of them by the prediction, the lowest first. */
function chooseIds({ id, split, prediction }: Predictions): string[] {
  const test = split.flatMap((name, row) => (name === "test" ? [row] : []));
  test.sort((a, b) => prediction[a]! - prediction[b]! || (id[a]! < id[b]! ? -1 : 1));
  const count = Math.min(shownRows, test.length);
  return Array.from({ length: count }, (_, k) => id[test[Math.floor(((k + 0.5) * test.length) / count)]!]!);
}

/** What the page `predict` reads. */
export interface PredictFiles {
  document: PredictEvidence;
  /** Models' JSON by run id, as the runs keep it. */
  models: Record<string, string>;
}

/**
 * The evidence behind the page `predict`, with the models that it loads.
 *
 * @param options.leaderboard the runs as pages name them.
 * @param options.table the project's feature table.
 * @example (await predictFiles(project, runs, { leaderboard, table })).models
 */
export async function predictFiles(
  project: Project,
  runs: readonly TrackedRun[],
  { leaderboard, table }: { leaderboard: readonly LeaderboardRun[]; table: FeatureTable },
): Promise<PredictFiles> {
  const board = (run: TrackedRun): LeaderboardRun => leaderboard.find(({ runId }) => runId === run.runId)!;
  const all = pageModels(runs);
  const champion = runs.find(({ aliases }) => aliases.includes("champion")) ?? runs[0]!;
  const predictions = await readPredictions(champion, "predictions", ["validation", "test"]);
  const rowOf = rowsById(table.id);
  const index = Int32Array.from(chooseIds(predictions), (id) => rowOf.get(id)!);
  const chosen = takeRows(table.dataset, index);

  const shown: PredictRun[] = [];
  const outputs: Float64Array[] = [];
  const models: Record<string, string> = {};
  for (const { run, bytes, fits } of all) {
    if (!fits) continue;
    const text = readFileSync(run.artifact("model.json"), "utf8");
    const { name, title, family, isChampion, isChallenger, trainingRows } = board(run);
    const compressedBytes = gzipSync(text).length;
    shown.push({
      runId: run.runId,
      name,
      title,
      family,
      isChampion,
      isChallenger,
      trainingRows,
      bytes,
      compressedBytes,
    });
    outputs.push(fromJSON(JSON.parse(text)).predict(chosen));
    models[run.runId] = text;
  }

  const { target } = table;
  const classes = target.task === "classification" ? target.classes : null;
  const width = classes?.length ?? 1;
  const rows = Array.from(index, (row, k): PredictRow => ({
    id: table.id[row]!,
    label: target.task === "classification" ? target.classes[target.codes[row]!]! : target.values[row]!,
    values: rowValues(table.dataset, row),
    predictions: outputs.map((values) => Array.from(values.subarray(k * width, (k + 1) * width))),
  }));
  const validation = predictions.prediction.filter((_, row) => predictions.split[row] === "validation");
  const bounds = width > 2 ? null : levelBounds(project.policy, validation);
  const train = splitRows(table).find(({ name }) => name === "train");
  const document: PredictEvidence = {
    runs: shown,
    tooLarge: all.flatMap(({ run, bytes, fits }) => (fits ? [] : [{ title: board(run).title, bytes }])),
    classes,
    features: featuresOf(project, table),
    important: (shown.length > 0 ? board(runs.find(({ runId }) => runId === shown[0]!.runId)!).importance : []).map(
      ({ feature }) => feature,
    ),
    rows,
    levels: bounds && { ...bounds, of: board(champion).title },
    training: { rows: train?.rows ?? 0, from: train?.from ?? null, to: train?.to ?? null },
  };
  return { document, models };
}
