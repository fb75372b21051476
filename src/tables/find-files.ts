import { readdir, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";

const wild = /[*?[]/;

/** Endings that Assay opens, compressed CSV and JSONL included. */
export const tableEnding = /\.(parquet|(csv|tsv|jsonl|ndjson)(\.gz)?)$/i;

function segmentPattern(segment: string): RegExp {
  const source = segment
    .replace(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return new RegExp(`^${segment.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
  }
}

const kindOf = async (path: string): Promise<"file" | "folder" | null> => {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return null;
  }
};

async function expand(folder: string, segments: string[]): Promise<string[]> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return [];
  if (!wild.test(segment)) {
    const path = join(folder, segment);
    if (rest.length > 0) return expand(path, rest);
    return (await kindOf(path)) === "file" ? [path] : [];
  }
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const deeper = segment === "**";
  const pattern = segmentPattern(segment);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (deeper) return entry.isDirectory() ? expand(path, segments) : [];
      if (!pattern.test(entry.name) || entry.name.startsWith(".")) return [];
      if (rest.length > 0) return expand(path, rest);
      return (await kindOf(path)) === "file" ? [path] : [];
    }),
  );
  return [...(deeper ? await expand(folder, rest) : []), ...found.flat()];
}

/**
 * The files that a path, a folder or a glob (`*`, `?`, `[ab]`, `**`) names, sorted by name. A file whose own name holds
 * such signs is found as it is; of a folder, the tables in it.
 *
 * @param path absolute, or relative to `root`.
 * @returns absolute paths; empty where nothing is there.
 * @example await findFiles("data/nyc-flights/*.parquet", root)
 */
export async function findFiles(path: string, root: string): Promise<string[]> {
  const absolute = isAbsolute(path) ? path : join(root, path);
  const kind = await kindOf(absolute);
  if (kind === "file") return [absolute];
  if (kind === "folder")
    return (await readdir(absolute))
      .filter((name) => tableEnding.test(name) && !name.startsWith("."))
      .sort()
      .map((name) => join(absolute, name));
  if (!wild.test(path)) return [];
  return (await expand(isAbsolute(path) ? "/" : root, path.split("/").filter(Boolean))).sort();
}

/** A path as a page may show it: relative to the workspace as given; of an absolute path, only the last part. */
export const shownPath = (path: string): string =>
  isAbsolute(path) ? (path.split("/").filter(Boolean).at(-1) ?? path) : path;
