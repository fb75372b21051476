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

/** Says what stands where a file was to be written. */
function targetError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "EISDIR")
    return new AssayError(`${path}: is a folder, not a file; nothing was written`, {
      code: "not-a-file",
      file: path,
      hint: "give the name of a file in it",
      cause: error,
    });
  if (code === "ENOTDIR" || code === "EEXIST")
    return new AssayError(`${path}: a part of the path before the name is a file, not a folder; nothing was written`, {
      code: "not-a-folder",
      file: path,
      hint: "choose a folder to write to",
      cause: error,
    });
  if (code === "ENOENT" || code === "ENAMETOOLONG")
    return new AssayError(`${path}: no file of this name can be made; nothing was written`, {
      code: "no-such-place",
      file: path,
      hint: "choose another folder or name",
      cause: error,
    });
  return fileError(error, path);
}

/**
 * Writes a file so that a reader, or a crash, sees the old content or the new, never a part: a temporary name in the
 * same folder, flushed, then renamed. Missing folders are made.
 *
 * @throws AssayError `disk-full`, `not-permitted`, `not-a-file` (a folder, or a name that ends in a slash),
 *   `not-a-folder` (a file stands where a folder is needed) or `no-such-place`; nothing is written then.
 * @example await writeFileAtomically("out/verdict.html", page)
 */
export async function writeFileAtomically(path: string, data: string | Uint8Array): Promise<void> {
  if (/[/\\]$/.test(path)) throw targetError(Object.assign(new Error("ends in a slash"), { code: "EISDIR" }), path);
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
    await rm(temporary, { force: true }).catch(() => {});
    throw targetError(error, path);
  }
}
