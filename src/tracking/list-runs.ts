import { locateStore, type Workspace } from "./location.js";
import { readExperiments, readRuns } from "./read-runs.js";
import { readRegistry } from "./registry.js";
import type { RunList, TrackedRun } from "./types.js";

/**
 * The runs of the tracking store, the newest first. A store that is not there yet holds no runs. What cannot be read
 * (a half-written run, a broken file) is left out and named in `warnings`.
 *
 * @param options.project only the runs of this project or experiment.
 * @throws AssayError `store-kind` where `MLFLOW_TRACKING_URI` names what cannot be read yet.
 * @example (await listRuns({ root, env: process.env, project: "telco-churn" })).runs[0]?.metrics
 */
export async function listRuns({ root, env, project }: Workspace & { project?: string }): Promise<RunList> {
  const { uri, kind, folder } = locateStore({ root, env });
  const { experiments, warnings } = readExperiments(folder);
  const runs: TrackedRun[] = [];
  for (const experiment of experiments) {
    if (project !== undefined && experiment.name !== project) continue;
    const found = readRuns(experiment);
    warnings.push(...found.warnings);
    runs.push(...found.runs);
  }
  const byId = new Map(runs.map((run) => [run.runId, run]));
  for (const model of readRegistry(folder)) {
    for (const { runId, archived } of model.versions) {
      const run = byId.get(runId);
      if (run && archived) run.archived = true;
    }
    for (const [alias, runId] of Object.entries(model.aliases)) byId.get(runId)?.aliases.push(alias);
  }
  runs.sort((a, b) => b.startedAt.localeCompare(a.startedAt) || a.name.localeCompare(b.name));
  return { store: { uri, kind }, runs, total: runs.length, warnings };
}
