import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toJson } from "../lib/json.js";
import type { History, Parameters } from "../models/types.js";
import type { Project } from "../projects/types.js";
import type { Identity } from "./identity.js";
import type { MetricPoint } from "./metric-lines.js";
import { curvePrefix, tagNames } from "./tag-names.js";
import type { Predictions } from "./types.js";
import { writePredictions } from "./write-predictions.js";
import type { NewRun } from "./write-run.js";

/** What a run is, apart from what it did. */
export interface RunDescription {
  project: Project;
  name: string;
  title: string;
  learner: { name: string; family: string };
  identity: Identity;
  seed: number;
  /** Tags of this machine and checkout, and whatever else is to be kept. */
  tags: Record<string, string>;
}

/** What came of it. */
export interface RunOutcome {
  startedAt: Date;
  endedAt: Date;
  parameters: Parameters;
  history: History;
  metrics: Record<string, number>;
  backend: string;
  backendNotes: readonly string[];
  /** Null where another tool trained. */
  trainingRows: number | null;
}

const asText = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

/** A run ready to be kept: the one place where parameters, metrics and tags get their names in the store. */
export function newRun(
  { project, name, title, learner, identity, seed, tags }: RunDescription,
  outcome: RunOutcome,
  writeArtifacts: NewRun["writeArtifacts"],
): NewRun {
  const timestamp = outcome.endedAt.getTime();
  const point = (value: number, step = 0): MetricPoint => ({ step, value, timestamp });
  return {
    runId: identity.identity.slice(0, 32),
    name,
    startedAt: outcome.startedAt.getTime(),
    endedAt: timestamp,
    params: asText(outcome.parameters),
    metrics: {
      ...Object.fromEntries(Object.entries(outcome.metrics).map(([metric, value]) => [metric, [point(value)]])),
      ...Object.fromEntries(
        Object.entries(outcome.history).map(([curve, steps]) => [
          curvePrefix + curve,
          steps.map(({ step, value }) => point(value, step)),
        ]),
      ),
    },
    tags: {
      ...tags,
      [tagNames.identity]: identity.identity,
      [tagNames.dataSha256]: identity.dataSha256,
      [tagNames.codeSha256]: identity.codeSha256,
      [tagNames.project]: project.id,
      [tagNames.learner]: learner.name,
      [tagNames.family]: learner.family,
      [tagNames.title]: title,
      [tagNames.seed]: String(seed),
      [tagNames.backend]: outcome.backend,
      [tagNames.backendNotes]: JSON.stringify(outcome.backendNotes),
      ...(outcome.trainingRows === null ? {} : { [tagNames.trainingRows]: String(outcome.trainingRows) }),
      [tagNames.runName]: name,
    },
    writeArtifacts,
  };
}

/** Writes what every model leaves: itself as JSON, the features, their importance, the predictions. */
export async function writeModelArtifacts(
  folder: string,
  project: Project,
  model: { text: string; importance: unknown },
  predictions: { own: Predictions; crossFitted: Predictions | null },
): Promise<void> {
  await writeFile(join(folder, "model.json"), model.text);
  await writeFile(join(folder, "features.json"), toJson(project.features, 1));
  await writeFile(join(folder, "importance.json"), toJson(model.importance, 1));
  await writePredictions(join(folder, "predictions.parquet"), predictions.own);
  if (predictions.crossFitted) await writePredictions(join(folder, "cross-fitted.parquet"), predictions.crossFitted);
}
