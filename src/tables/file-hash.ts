import { stat } from "node:fs/promises";
import { sha256, sha256File } from "../lib/hash.js";
import { shownPath } from "./find-files.js";
import type { SourceFile } from "./types.js";

/** A table's files and their hash, rows not counted. */
export type FileHash = Omit<SourceFile, "rows">;

/** Hashes the files of one table; several files have the hash of their hashes, in order of name. */
export async function hashFiles(table: string, path: string, files: readonly string[]): Promise<FileHash> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const hashes: string[] = [];
  for (const file of files) hashes.push(await sha256File(file));
  return {
    table,
    path: shownPath(path),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    sha256: hashes.length === 1 ? hashes[0]! : sha256(hashes.join("\n")),
  };
}
