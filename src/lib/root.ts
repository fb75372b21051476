import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { AssayError } from "./errors.js";

/**
 * The folder of the Assay workspace: the nearest folder at or above `start` that holds `observablehq.config.ts` and
 * `src/projects`. So commands and notebooks work from any folder inside it.
 *
 * @throws AssayError `no-workspace` where there is none.
 */
export function findRoot(start: string = process.cwd()): string {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "observablehq.config.ts")) && existsSync(join(folder, "src", "projects")))
      return folder;
    if (folder === dirname(folder))
      throw new AssayError(`${start}: not inside an Assay workspace`, {
        code: "no-workspace",
        hint: "run the command in the folder that holds observablehq.config.ts",
      });
  }
}
