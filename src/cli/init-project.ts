import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { withDatabase } from "../engine/database.js";
import { AssayError } from "../lib/errors.js";
import { fileError, writeFileAtomically } from "../lib/files.js";
import { findFiles } from "../tables/find-files.js";
import { openTable } from "../tables/open-table.js";
import { profileTable } from "../tables/profile-table.js";
import { inferProject, type InitWishes } from "./init-infer.js";
import { addToIndex, isInIndex, projectFiles } from "./init-write.js";

export interface CreateProjectOptions extends InitWishes {
  /** The workspace. */
  root: string;
  /** Path of the table; absolute, or relative to the workspace. */
  data: string;
}

const usage = (message: string, hint: string): AssayError => new AssayError(message, { code: "usage", hint });

function checkWishes({ id, data, target }: CreateProjectOptions): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw usage(
      `assay init: "${id}" is no project id`,
      "use small letters, digits and single hyphens, such as my-churn",
    );
  if (data === "") throw usage("assay init: --data is missing", "name the table: --data FILE");
  if (target === "") throw usage("assay init: --target is missing", "name the column to predict: --target COL");
}

/** Refuses an id whose folders are there: of a project, or left by an `init` that was cut off. */
function checkFolders(root: string, id: string, index: string): void {
  const folders = [`src/projects/${id}`, `data/${id}`].filter((folder) => existsSync(join(root, folder)));
  if (isInIndex(index, id))
    throw new AssayError(`src/projects/${id}: there is already a project "${id}"`, {
      code: "project-exists",
      file: `src/projects/${id}`,
      hint: "choose another id",
    });
  if (folders.length > 0)
    throw new AssayError(
      `${folders.join(" and ")}: there already, but no project "${id}" is in src/projects/index.ts; an init may have been cut off`,
      {
        code: "leftover-project",
        file: folders[0]!,
        hint: `remove ${folders.join(" and ")} if nothing in there is yours, and run the command again`,
      },
    );
}

/** Puts both folders and then the registry in their places; what fails on the way is taken back. */
async function place(root: string, id: string, files: Record<string, string>, data: { from: string; name: string }) {
  const registry = join(root, "src/projects/index.ts");
  const index = addToIndex(await readFile(registry, "utf8"), id);
  const moves = [join(root, "data"), join(root, "src/projects")].map((folder) => ({
    temporary: join(folder, `.${id}.tmp`),
    final: join(folder, id),
  }));
  const [copy, source] = moves as [(typeof moves)[0], (typeof moves)[0]];
  const undo: string[] = moves.map(({ temporary }) => temporary);
  try {
    for (const { temporary } of moves) {
      await rm(temporary, { recursive: true, force: true });
      await mkdir(temporary, { recursive: true });
    }
    for (const [file, content] of Object.entries(files)) await writeFile(join(source.temporary, file), content);
    await copyFile(data.from, join(copy.temporary, data.name));
    for (const { temporary, final } of moves) {
      await rename(temporary, final);
      undo.push(final);
    }
    await writeFileAtomically(registry, index);
  } catch (error) {
    for (const path of undo) await rm(path, { recursive: true, force: true });
    throw fileError(error, `src/projects/${id}`);
  }
}

/**
 * Writes a project from a table: `data/<id>`, `src/projects/<id>` and, last, its line in the registry; all or nothing.
 *
 * @returns what was decided, and what to run next, line by line.
 * @throws AssayError `project-exists`, `leftover-project`, `usage`, `missing-column`, `one-class`, `too-many-classes`, `duplicate-id`,
 * `target-missing`, and those of `openTable`.
 * @example await createProject({ root, id: "my-churn", data: "customers.csv", target: "Churn" })
 */
export async function createProject(options: CreateProjectOptions): Promise<string[]> {
  checkWishes(options);
  const { root, id, data } = options;
  checkFolders(root, id, await readFile(join(root, "src/projects/index.ts"), "utf8"));
  const { plan, files } = await withDatabase(async (database) => {
    const { columns } = await openTable(database, "rows", data, { root });
    const plan = await inferProject(database, columns, await profileTable(database, "rows", basename(data)), options);
    return { plan, files: await findFiles(data, root) };
  });
  if (files.length !== 1) throw usage(`assay init: ${basename(data)} is not one file`, "name one file: --data FILE");
  const name = `rows.${/\.(parquet|jsonl|ndjson)(\.gz)?$/i.exec(files[0]!)?.[0].slice(1) ?? "csv"}`;
  await place(root, id, projectFiles(plan, name), { from: files[0]!, name });
  return [...plan.decisions, `wrote src/projects/${id} and data/${id}`, `next: npx assay build ${id}`];
}
