import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readGitCommit } from "./git-commit.js";
import { readPackageLock } from "./lock-entries.js";
import { tagNames } from "./tag-names.js";

const tracked = ["@duckdb/node-api", "@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-wasm"];

function assayVersion(root: string): string {
  try {
    return (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version?: string }).version ?? "unknown";
  } catch {
    return "unknown";
  }
}

/** The tags of every run that this checkout on this machine trains: versions, and the commit where there is one. */
export async function commonTags(root: string): Promise<Record<string, string>> {
  const lock = readPackageLock(root);
  const packages = tracked.flatMap((name) => {
    const version = lock[`node_modules/${name}`]?.version;
    return version ? [[name, version]] : [];
  });
  const versions = {
    assay: assayVersion(root),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    ...Object.fromEntries(packages),
  };
  const commit = await readGitCommit(root);
  return {
    [tagNames.versions]: JSON.stringify(versions),
    [tagNames.sourceName]: "assay",
    [tagNames.sourceType]: "LOCAL",
    ...(commit ? { [tagNames.gitCommit]: commit } : {}),
  };
}
