import { oneRow, type RowValue } from "../src/features/row-values.js";
import { explainer } from "../src/models/contributions.js";
import { fromJSON } from "../src/models/score.js";
import type { Contributions, ModelDocument } from "../src/models/types.js";
import type { PredictFeature } from "../src/cards/predict-types.js";

/** What a model says of one row. */
export interface Said {
  /** One value, or one probability a class. */
  outputs: number[];
  /** Null for a family that has none yet. */
  contributions: Contributions | null;
}

/** A model that answers at once. */
export type Predictor = (features: readonly PredictFeature[], values: readonly RowValue[]) => Said;

/** Reads a model's JSON, ready for one row after another. */
export function predictorOf(document: ModelDocument): Predictor {
  const model = fromJSON(document);
  const explain = explainer(document);
  return (features, values) => {
    const data = oneRow(features, values);
    return { outputs: Array.from(model.predict(data)), contributions: explain?.(data) ?? null };
  };
}

/**
 * Fetches models by run id, from a folder beside the page.
 *
 * @example await loadModel("../loaders/projects/nyc-flights/models/")(runId)
 */
export const loadModel =
  (folder: string) =>
  async (runId: string): Promise<ModelDocument> => {
    const response = await fetch(`${folder}${runId}.json`);
    if (!response.ok) throw new Error(`${response.status}: ${runId}.json`);
    return (await response.json()) as ModelDocument;
  };
