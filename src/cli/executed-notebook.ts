import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeFileAtomically } from "../lib/files.js";
import { sha256, sha256Json } from "../lib/hash.js";

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** A hash of all that a notebook's outputs rest on: its cells, the runner, the sources, the data, the packages, Node. */
function basisOf(notebook: string, root: string): string {
  const files = [
    notebook,
    join(root, "notebooks", "kernel", "run.cjs"),
    join(root, "package-lock.json"),
    ...filesUnder(join(root, "src")),
    ...filesUnder(join(root, "data")),
  ];
  return sha256Json([process.versions.node, ...files.sort().map((file) => sha256(readFileSync(file)))]);
}

/**
 * A notebook with its outputs, as `.ipynb` JSON. It runs where anything that it rests on has changed since its last run
 * (content, not time, decides); else the outputs kept under `.assay/notebooks/` are the ones that a run would give.
 *
 * @param name without `.ipynb`.
 * @throws Error where a cell fails, with what it printed.
 */
export async function executedNotebook(name: string, root: string): Promise<string> {
  const notebook = join(root, "notebooks", `${name}.ipynb`);
  const kept = join(root, ".assay", "notebooks", `${name}-${basisOf(notebook, root).slice(0, 32)}.ipynb`);
  const found = await readFile(kept, "utf8").catch(() => null);
  if (found !== null) return found;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, "notebooks", "kernel", "run.cjs"), notebook],
    { cwd: root, maxBuffer: 2 ** 28 },
  );
  await writeFileAtomically(kept, stdout);
  return stdout;
}
