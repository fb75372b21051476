import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomUUID } from "node:crypto";
import { AssayError } from "./errors.js";

/** Turns the operating system's word for a full or forbidden disk into an error with a way out. */
export function fileError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new AssayError(`${path}: the disk is full; nothing was written`, {
      code: "disk-full",
      file: path,
      hint: "free some space and run the command again",
      cause: error,
    });
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return new AssayError(`${path}: writing is not permitted; nothing was written`, {
      code: "not-permitted",
      file: path,
      hint: "choose a folder that you may write to",
      cause: error,
    });
  return error;
}

/**
 * Writes a file so that a reader, or a crash, sees the old content or the new, never a part: a temporary name in the
 * same folder, flushed, then renamed. Missing folders are made.
 */
export async function writeFileAtomically(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "wx");
    try {
      await writeFile(file, data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(error, path);
  }
}
