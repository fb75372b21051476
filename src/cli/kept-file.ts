import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../lib/files.js";
import { sha256, sha256Json } from "../lib/hash.js";

/** Every file under a folder, whole paths in order. */
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/**
 * A hash of what everything computed here rests on: the sources, the packages and Node. Content decides, not time.
 *
 * @param places further files and folders, relative to `root`.
 */
export function hashSources(root: string, places: readonly string[] = []): string {
  const files = ["src", ...places].flatMap((place) => {
    const path = join(root, place);
    return /\.[^/]*$/.test(place) ? [path] : filesUnder(path);
  });
  return sha256Json([
    process.versions.node,
    ...[...files, join(root, "package-lock.json")].map((file) => sha256(readFileSync(file))),
  ]);
}

/** A place under `.assay/` for one result, kept as long as all that it rests on is the same. */
export interface KeptPlace {
  root: string;
  /** Folder under `.assay/`: `notebooks`. */
  folder: string;
  /** Of what is kept; one file a name. */
  name: string;
  extension: string;
}

const pathOf = ({ root, folder, name, extension }: KeptPlace, basis: string): string =>
  join(root, ".assay", folder, `${name}-${basis.slice(0, 32)}.${extension}`);

/** What is kept for this basis; null where there is none. */
export const readKept = (place: KeptPlace, basis: string): Promise<Buffer | null> =>
  readFile(pathOf(place, basis)).catch(() => null);

/** Keeps a result for this basis, in place of what was kept for others. */
export async function keep(place: KeptPlace, basis: string, content: string | Uint8Array): Promise<void> {
  const path = pathOf(place, basis);
  await writeFileAtomically(path, content);
  const folder = join(place.root, ".assay", place.folder);
  const older = (await readdir(folder)).filter(
    (file) =>
      file.startsWith(`${place.name}-`) &&
      file.length === place.name.length + 34 + place.extension.length &&
      join(folder, file) !== path,
  );
  await Promise.all(older.map((file) => rm(join(folder, file), { force: true })));
}
