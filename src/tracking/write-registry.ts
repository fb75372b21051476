import { join } from "node:path";
import { rm, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import type { Shelf } from "./location.js";
import { readRegisteredModel, type RegisteredModel } from "./registry.js";
import type { Run } from "./types.js";
import { placeFile, placeFolder } from "./write-run.js";

async function ensureModel(shelf: Shelf, now: number): Promise<void> {
  const { store, project } = shelf;
  await placeFile(
    shelf,
    join(store.folder, "models", project, "meta.yaml"),
    stringify({ creation_timestamp: now, description: "", last_updated_timestamp: now, name: project }),
  );
}

/** Registers runs as versions of the project's model, those that are not registered yet, in the given order. */
export async function registerRuns(shelf: Shelf, runs: readonly Run[], now: number): Promise<RegisteredModel> {
  const { store, project } = shelf;
  const model = readRegisteredModel(store.folder, project);
  const known = new Set(model.versions.map(({ runId }) => runId));
  const unknown = runs.filter(({ runId }) => !known.has(runId));
  if (unknown.length === 0) return model;
  await ensureModel(shelf, now);
  let version = model.versions.at(-1)?.version ?? 0;
  for (const run of unknown) {
    version += 1;
    const number = version;
    const location = pathToFileURL(join(store.folder, run.experimentId, run.runId, "artifacts")).href;
    await placeFolder(shelf, join(store.folder, "models", project, `version-${number}`), async (folder) => {
      await writeFile(
        join(folder, "meta.yaml"),
        stringify({
          creation_timestamp: now,
          current_stage: "None",
          description: "",
          last_updated_timestamp: now,
          name: project,
          run_id: run.runId,
          run_link: "",
          source: location,
          status: "READY",
          status_message: "",
          storage_location: location,
          user_id: "",
          version: number,
        }),
      );
    });
  }
  return readRegisteredModel(store.folder, project);
}

/** Points an alias (`champion`, `challenger`) at a registered run. */
export async function setAlias(shelf: Shelf, model: RegisteredModel, alias: string, runId: string): Promise<void> {
  const version = model.versions.filter((candidate) => candidate.runId === runId).at(-1);
  if (!version) throw new RangeError(`setAlias: run ${runId} is no version of ${model.name}`);
  await placeFile(shelf, join(shelf.store.folder, "models", model.name, "aliases", alias), String(version.version));
}

/** Marks a run's versions as a replaced champion. */
export async function archiveRun(shelf: Shelf, model: RegisteredModel, runId: string): Promise<void> {
  for (const { version } of model.versions.filter((candidate) => candidate.runId === runId)) {
    const tag = join(shelf.store.folder, "models", model.name, `version-${version}`, "tags", "archived");
    await placeFile(shelf, tag, "true");
  }
}

/** Takes that mark off again, for a run that is champion once more. */
export async function restoreRun(shelf: Shelf, model: RegisteredModel, runId: string): Promise<void> {
  for (const { version } of model.versions.filter((candidate) => candidate.runId === runId))
    await rm(join(shelf.store.folder, "models", model.name, `version-${version}`, "tags", "archived"), { force: true });
}
