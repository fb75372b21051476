import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { fileError } from "../lib/files.js";
import { sha256 } from "../lib/hash.js";
import type { LocalStore, Shelf } from "./location.js";
import { formatMetricLines, type MetricPoint } from "./metric-lines.js";
import { readExperiments, type Experiment } from "./read-runs.js";

/** A finished run, ready to be kept. */
export interface NewRun {
  runId: string;
  name: string;
  /** Milliseconds since 1970 UTC. */
  startedAt: number;
  endedAt: number;
  params: Record<string, string>;
  metrics: Record<string, MetricPoint[]>;
  tags: Record<string, string>;
  /** Writes the artifacts into a folder that is there and empty. */
  writeArtifacts(folder: string): Promise<void>;
}

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;

const draftsOf = ({ store, project }: Shelf): string => join(store.work, "drafts", project);

const newDraft = (shelf: Shelf): string => join(draftsOf(shelf), randomUUID());

/** Renames a folder into place; where something lies there already, that is put aside and removed. */
async function moveInto(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  if (await exists(target)) {
    const aside = `${source}-replaced`;
    await rename(target, aside);
    await rename(source, target);
    await rm(aside, { recursive: true, force: true });
  } else await rename(source, target);
}

/**
 * Fills a folder beside the store and renames it into the store, so that readers see all of it or nothing.
 *
 * @throws AssayError `disk-full` or `not-permitted`; nothing half-written is left.
 */
export async function placeFolder(
  shelf: Shelf,
  target: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const draft = newDraft(shelf);
  try {
    await mkdir(draft, { recursive: true });
    await fill(draft);
    await moveInto(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => {});
    throw fileError(error, target);
  }
}

/** Replaces one small file of the store at once. */
export async function placeFile(shelf: Shelf, target: string, text: string): Promise<void> {
  const draft = newDraft(shelf);
  try {
    await mkdir(dirname(draft), { recursive: true });
    await mkdir(dirname(target), { recursive: true });
    await writeFile(draft, text);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw fileError(error, target);
  }
}

/** Eighteen digits, as MLflow's own file store gives, the same for the same name. */
export const experimentIdOf = (name: string): string =>
  String((BigInt(`0x${sha256(name).slice(0, 16)}`) % 900_000_000_000_000_000n) + 100_000_000_000_000_000n);

/** The experiment of this name; made where there is none. */
export async function ensureExperiment(store: LocalStore, name: string, now: number): Promise<Experiment> {
  const found = readExperiments(store.folder).experiments.find((experiment) => experiment.name === name);
  if (found) return found;
  const id = experimentIdOf(name);
  const folder = join(store.folder, id);
  await placeFile(
    { store, project: name },
    join(folder, "meta.yaml"),
    stringify({
      artifact_location: pathToFileURL(folder).href,
      creation_time: now,
      experiment_id: id,
      last_update_time: now,
      lifecycle_stage: "active",
      name,
    }),
  );
  return { id, name, folder };
}

async function writeTexts(folder: string, texts: Record<string, string>): Promise<void> {
  await mkdir(folder);
  for (const [name, text] of Object.entries(texts)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

/** Keeps a finished run in MLflow's layout: all of it, or nothing. */
export async function writeRun(store: LocalStore, experiment: Experiment, run: NewRun): Promise<void> {
  const target = join(experiment.folder, run.runId);
  await placeFolder({ store, project: experiment.name }, target, async (folder) => {
    await writeTexts(join(folder, "params"), run.params);
    await writeTexts(join(folder, "tags"), run.tags);
    await writeTexts(
      join(folder, "metrics"),
      Object.fromEntries(Object.entries(run.metrics).map(([name, points]) => [name, formatMetricLines(points)])),
    );
    await mkdir(join(folder, "artifacts"));
    await run.writeArtifacts(join(folder, "artifacts"));
    await writeFile(
      join(folder, "meta.yaml"),
      stringify({
        artifact_uri: pathToFileURL(join(target, "artifacts")).href,
        end_time: run.endedAt,
        entry_point_name: "",
        experiment_id: experiment.id,
        lifecycle_stage: "active",
        run_id: run.runId,
        run_name: run.name,
        run_uuid: run.runId,
        source_name: "",
        source_type: 4,
        source_version: "",
        start_time: run.startedAt,
        status: 3,
        tags: [],
        user_id: "",
      }),
    );
  });
}

/** Removes what a killed process left half-written of a project. Call it while holding the project's lock. */
export async function removeDrafts(shelf: Shelf): Promise<void> {
  const folder = draftsOf(shelf);
  for (const name of await readdir(folder).catch(() => []))
    await rm(join(folder, name), { recursive: true, force: true });
}
