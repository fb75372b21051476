import { readFileSync } from "node:fs";
import { join } from "node:path";

interface LockEntry {
  version?: string;
  integrity?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export type PackageLock = Record<string, LockEntry>;

/** The packages of `package-lock.json` by their folder; none where there is no lock file. */
export function readPackageLock(root: string): PackageLock {
  try {
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages?: PackageLock };
    return lock.packages ?? {};
  } catch {
    return {};
  }
}

/** Where Node finds a package asked for by another: the nearest `node_modules` upwards. */
function findEntry(lock: PackageLock, name: string, from: string): string | null {
  for (
    let folder = from;
    ;
    folder = folder.includes("/node_modules/") ? folder.slice(0, folder.lastIndexOf("/node_modules/")) : ""
  ) {
    const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock[path]) return path;
    if (folder === "") return null;
  }
}

/**
 * What the lock file says of packages and of all that they depend on: folder, version and checksum of each, sorted.
 * Packages that are not in it are left out: they are not installed by it either.
 */
export function lockEntries(lock: PackageLock, packages: readonly string[]): string[] {
  const found = new Set<string>();
  const waiting = packages.map((name) => findEntry(lock, name, ""));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (path === null || found.has(path)) continue;
    found.add(path);
    const { dependencies, optionalDependencies } = lock[path]!;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies }))
      waiting.push(findEntry(lock, name, path));
  }
  return [...found].sort().map((path) => `${path} ${lock[path]!.version ?? ""} ${lock[path]!.integrity ?? ""}`);
}
