import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { hashSources, keep, readKept } from "./kept-file.js";

/**
 * A notebook with its outputs, as `.ipynb` JSON. It runs where anything that it rests on has changed since its last run
 * (its cells, the runner, the sources, the data, the packages, Node); else the outputs kept under `.assay/notebooks/`
 * are the ones that a run would give.
 *
 * @param name without `.ipynb`.
 * @throws Error where a cell fails, with what it printed.
 */
export async function executedNotebook(name: string, root: string): Promise<string> {
  const place = { root, folder: "notebooks", name, extension: "ipynb" };
  const basis = hashSources(root, ["data", `notebooks/${name}.ipynb`, "notebooks/kernel/run.cjs"]);
  const kept = await readKept(place, basis);
  if (kept) return kept.toString("utf8");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, "notebooks", "kernel", "run.cjs"), join(root, "notebooks", `${name}.ipynb`)],
    { cwd: root, maxBuffer: 2 ** 28 },
  );
  await keep(place, basis, stdout);
  return stdout;
}
