import { existsSync } from "node:fs";
import { join } from "node:path";
import { getMetric } from "../metrics/index.js";
import type { Project } from "../projects/types.js";
import { appendToLedger } from "./ledger.js";
import type { LocalStore } from "./location.js";
import { takeProbabilities } from "./probabilities.js";
import { readPredictions } from "./read-predictions.js";
import { readRun, type Experiment } from "./read-runs.js";
import { readRegisteredModel } from "./registry.js";
import type { Predictions, TrackedRun } from "./types.js";
import { setAlias } from "./write-registry.js";

export interface Proposal {
  store: LocalStore;
  project: Project;
  experiment: Experiment;
  /** Runs of another window, registered already. */
  runs: readonly TrackedRun[];
  now: Date;
}

const validationRows = ({ id, split, label }: Predictions): Map<string, number> =>
  new Map(id.flatMap((name, row) => (split[row] === "validation" && !Number.isNaN(label[row]!) ? [[name, row]] : [])));

/**
 * By how much the first is better by the policy's primary metric, on the rows that validate for both: neither was fitted
 * on these. NaN where there are none.
 */
function gainOf(project: Project, first: Predictions, second: Predictions): number {
  const others = validationRows(second);
  const pairs = [...validationRows(first)].filter(([name]) => others.has(name));
  if (pairs.length === 0) return Number.NaN;
  const metric = getMetric(project.policy.primaryMetric);
  const measure = ({ label, prediction, probabilities }: Predictions, rows: number[]): number =>
    metric.prepare({
      label: Float64Array.from(rows, (row) => label[row]!),
      prediction: Float64Array.from(rows, (row) => prediction[row]!),
      ...(probabilities ? takeProbabilities(probabilities, Int32Array.from(rows)) : {}),
      ...(project.policy.costs ? { costs: project.policy.costs } : {}),
    })();
  const sign = metric.direction === "maximize" ? 1 : -1;
  const own = measure(first, pairs.map(([, row]) => row)); // prettier-ignore
  return sign * (own - measure(second, pairs.map(([name]) => others.get(name)!))); // prettier-ignore
}

/**
 * Moves the alias `challenger` to the best of the runs of another window, where it beats the challenger there is by the
 * policy's primary metric on the validation rows that both have; the champion stays. The ledger says what moved. Whether
 * the challenger replaces the champion is for the verdict on test rows to say.
 */
export async function proposeChallenger({ store, project, experiment, runs, now }: Proposal): Promise<void> {
  const model = readRegisteredModel(store.folder, project.id);
  const { champion, challenger: present } = model.aliases;
  const folder = present === undefined ? null : join(experiment.folder, present);
  const holder = folder && existsSync(folder) ? readRun(folder, experiment) : null;
  let best = holder;
  let standing = holder && (await readPredictions(holder, "predictions"));
  for (const run of runs) {
    if (run.runId === champion || run.runId === best?.runId) continue;
    const predictions = await readPredictions(run, "predictions");
    if (standing && !(gainOf(project, predictions, standing) > 0)) continue;
    best = run;
    standing = predictions;
  }
  if (!best || best.runId === present) return;
  const to = { runId: best.runId, name: best.name };
  await setAlias({ store, project: project.id }, model, "challenger", best.runId);
  if (present === undefined) return;
  await appendToLedger(store, () => ({
    at: now.toISOString(),
    project: project.id,
    event: "moved",
    alias: "challenger",
    from: present,
    to,
    reason: "trained on another window, it is better on the validation rows that both have",
  }));
}
