import { readdirSync, readFileSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { parseFlatYaml } from "./flat-yaml.js";

export interface ModelVersion {
  version: number;
  runId: string;
  /** A replaced champion. */
  archived: boolean;
}

/** A registered model of MLflow's registry; one per project. */
export interface RegisteredModel {
  name: string;
  versions: ModelVersion[];
  /** Alias to run id. */
  aliases: Record<string, string>;
}

const entries = (folder: string): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};

function readVersion(folder: string, version: number): ModelVersion | null {
  try {
    const meta = parseFlatYaml(readFileSync(join(folder, "meta.yaml"), "utf8"));
    const archived = entries(join(folder, "tags")).some(({ name }) => name === "archived");
    return { version, runId: String(meta["run_id"] ?? ""), archived };
  } catch {
    return null;
  }
}

/** Reads a registered model; one that is not there has no versions and no aliases. */
export function readRegisteredModel(store: string, name: string): RegisteredModel {
  const folder = join(store, "models", name);
  const versions = entries(folder)
    .filter((entry) => entry.isDirectory() && /^version-\d+$/.test(entry.name))
    .map((entry) => readVersion(join(folder, entry.name), Number(entry.name.slice("version-".length))))
    .filter((version) => version !== null)
    .sort((a, b) => a.version - b.version);
  const runOf = new Map(versions.map(({ version, runId }) => [version, runId]));
  const aliases: Record<string, string> = {};
  for (const entry of entries(join(folder, "aliases"))) {
    if (entry.name.startsWith(".")) continue;
    const runId = runOf.get(Number(readFileSync(join(folder, "aliases", entry.name), "utf8").trim()));
    if (runId) aliases[entry.name] = runId;
  }
  return { name, versions, aliases };
}

/** All registered models of a store. */
export const readRegistry = (store: string): RegisteredModel[] =>
  entries(join(store, "models"))
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => readRegisteredModel(store, entry.name));
