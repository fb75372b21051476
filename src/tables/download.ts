import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import { AssayError } from "../lib/errors.js";
import { writeFileAtomically } from "../lib/files.js";
import { sha256 } from "../lib/hash.js";

/**
 * Brings a table from an http(s) address into `.assay/downloads`, whole or not at all. An address that is already there
 * is not asked again.
 *
 * @returns the absolute path of the copy.
 * @throws AssayError `download-failed` with the answer's status.
 */
export async function download(address: string, root: string): Promise<string> {
  const path = join(root, ".assay", "downloads", sha256(address).slice(0, 16) + extname(new URL(address).pathname));
  if (existsSync(path)) return path;
  const failed = (why: string, cause?: unknown): AssayError =>
    new AssayError(`${address}: could not be fetched: ${why}`, {
      code: "download-failed",
      file: address,
      hint: "check the address and the network, or download the file and name its path",
      cause,
    });
  let answer: Response;
  try {
    answer = await fetch(address);
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error), error);
  }
  if (!answer.ok) throw failed(`the answer was ${answer.status} ${answer.statusText}`);
  await writeFileAtomically(path, new Uint8Array(await answer.arrayBuffer()));
  return path;
}
