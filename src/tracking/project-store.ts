import { existsSync } from "node:fs";
import { join } from "node:path";
import { withDatabase } from "../engine/database.js";
import type { FeatureTable } from "../features/dataset.js";
import { openProject } from "../features/open-project.js";
import { readFeatureTable } from "../features/read-features.js";
import { withLock } from "../lib/lock.js";
import type { OnProgress } from "../lib/progress.js";
import type { Project } from "../projects/types.js";
import { locateStore, type LocalStore, type Workspace } from "./location.js";
import { readExperiments, readRun, type Experiment } from "./read-runs.js";
import type { TrackedRun } from "./types.js";
import { ensureExperiment, removeDrafts } from "./write-run.js";

/** What all work on a project's runs needs. */
export interface StoreOptions extends Workspace {
  now(): Date;
  onProgress?: OnProgress;
  /** Aborting rejects with its reason; nothing half-written is kept. */
  signal?: AbortSignal;
}

/** A project's shelf of the store. */
export interface ProjectStore {
  store: LocalStore;
  experiment: Experiment;
}

export const experimentOf = (store: LocalStore, project: Project): Experiment | null =>
  readExperiments(store.folder).experiments.find(({ name }) => name === project.id) ?? null;

/**
 * A run of the store that is finished and readable; null otherwise, and it will be trained again.
 *
 * @param artifact a file that it must have.
 */
export function readFinished(experiment: Experiment | null, runId: string, artifact?: string): TrackedRun | null {
  if (!experiment || !existsSync(join(experiment.folder, runId))) return null;
  try {
    const run = readRun(join(experiment.folder, runId), experiment);
    const isWhole = run?.status === "FINISHED" && (artifact === undefined || existsSync(run.artifact(artifact)));
    return isWhole ? run : null;
  } catch {
    return null;
  }
}

/** Holds the project's lock while something is kept; of two at once, in one process or several, one waits. */
export async function withProjectStore<T>(
  project: Project,
  options: StoreOptions,
  use: (shelf: ProjectStore) => Promise<T>,
): Promise<T> {
  const store = locateStore(options);
  const { onProgress, signal, now } = options;
  return await withLock(
    join(store.work, `${project.id}.lock`),
    async () => {
      await removeDrafts({ store, project: project.id });
      return await use({ store, experiment: await ensureExperiment(store, project.id, now().getTime()) });
    },
    {
      onWait: (owner) =>
        onProgress?.({
          task: project.id,
          stage: "waiting for another build",
          done: 0,
          total: 1,
          detail: owner ? `process ${owner.pid}` : "",
        }),
      ...(signal ? { signal } : {}),
    },
  );
}

/** The project's feature table, from its files. */
export async function buildTable(project: Project, { root, env, onProgress }: StoreOptions): Promise<FeatureTable> {
  return await withDatabase(async (database) => {
    await openProject(database, project, { root, env, ...(onProgress ? { onProgress } : {}) });
    onProgress?.({ task: project.id, stage: "reading features", done: 0, total: 1 });
    const table = await readFeatureTable(database, project);
    onProgress?.({ task: project.id, stage: "reading features", done: 1, total: 1, detail: `${table.rows} rows` });
    return table;
  });
}
