import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { withDatabase } from "../../src/engine/database.js";
import { type FeatureTable, takeRows, takeTarget } from "../../src/features/dataset.js";
import { openProject } from "../../src/features/open-project.js";
import { readFeatureTable } from "../../src/features/read-features.js";
import { rocAuc } from "../../src/metrics/roc-auc.js";
import { getLearner } from "../../src/models/index.js";
import type { Parameters } from "../../src/models/types.js";
import { projects } from "../../src/projects/index.js";

interface Case {
  learner: string;
  parameters: Parameters;
  /** What others scored, by split. */
  references: Record<string, number[]>;
}

export interface ProjectSplits {
  features: string[];
  splits: { count: number; train: number; test: number };
  cases: Case[];
}

/** What xgboost and scikit-learn reached on a project's feature table: see ../fixtures/xgboost/projects.py. */
export const splitsOf = (project: string): ProjectSplits =>
  (
    JSON.parse(readFileSync(new URL("../fixtures/xgboost/projects.json", import.meta.url), "utf8")) as Record<
      string,
      ProjectSplits
    >
  )[project]!;

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const featureTable = (id: string): Promise<FeatureTable> =>
  withDatabase(async (database) => {
    const project = projects.find((one) => one.id === id)!;
    await openProject(database, project, { root: process.cwd(), env: {} });
    return readFeatureTable(database, project);
  });

/** Rows whose place in a split is in a range: by md5, as the fixture has it. */
const rowsWhere = (places: Float64Array, isIn: (place: number) => boolean): Int32Array =>
  Int32Array.from(places.keys()).filter((row) => isIn(places[row]!));

/** The area under the curve of each split, or the root mean squared error. */
export async function scoresOn(
  { id, target, dataset }: FeatureTable,
  { features, splits: { count, train, test } }: ProjectSplits,
  { learner, parameters }: Case,
): Promise<number[]> {
  const data = {
    rows: dataset.rows,
    columns: features.map((name) => dataset.columns.find((column) => column.name === name)!),
  };
  const scores: number[] = [];
  for (let split = 0; split < count; split++) {
    const places = Float64Array.from(
      id,
      (text) => Number.parseInt(createHash("md5").update(`${text}/${split}`).digest("hex").slice(0, 8), 16) / 2 ** 32,
    );
    const trained = rowsWhere(places, (place) => place < train);
    const tested = rowsWhere(places, (place) => place >= 1 - test);
    const { model } = await getLearner(learner).fit({
      train: { data: takeRows(data, trained), target: takeTarget(target, trained) },
      parameters,
      seed: split + 1,
      task: `${learner}, split ${split}`,
    });
    const predicted = model.predict(takeRows(data, tested));
    const truth = takeTarget(target, tested);
    if (truth.task === "classification") {
      const prediction = Float64Array.from(tested, (_, at) => predicted[2 * at + 1]!);
      scores.push(rocAuc.prepare({ label: Uint8Array.from(truth.codes), prediction })());
    } else {
      const squares = truth.values.map((value, at) => (predicted[at]! - value) ** 2);
      scores.push(Math.sqrt(meanOf(Array.from(squares))));
    }
  }
  return scores;
}
