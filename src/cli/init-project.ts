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
import { addToIndex, projectFiles } from "./init-write.js";

export interface CreateProjectOptions extends InitWishes {
  /** The workspace. */
  root: string;
  /** Path of the table; absolute, or relative to the workspace. */
  data: string;
}

const usage = (message: string, hint: string): AssayError => new AssayError(message, { code: "usage", hint });

function checkWishes({ root, id, data, target }: CreateProjectOptions): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw usage(
      `assay init: "${id}" is no project id`,
      "use small letters, digits and single hyphens, such as my-churn",
    );
  if (data === "") throw usage("assay init: --data is missing", "name the table: --data FILE");
  if (target === "") throw usage("assay init: --target is missing", "name the column to predict: --target COL");
  for (const folder of [`src/projects/${id}`, `data/${id}`])
    if (existsSync(join(root, folder)))
      throw new AssayError(`${folder}: there is already a project "${id}"`, {
        code: "project-exists",
        file: folder,
        hint: "choose another id, or remove that folder first",
      });
}

/**
 * Writes a project from a table: `src/projects/<id>` and `data/<id>`, whole or not at all, and its line in the registry.
 *
 * @returns what was decided, and what to run next, line by line.
 * @throws AssayError `project-exists`, `missing-column`, `one-class`, `too-many-classes`, `duplicate-id`,
 * `target-missing`, and those of `openTable`.
 * @example await createProject({ root, id: "my-churn", data: "customers.csv", target: "Churn" })
 */
export async function createProject(options: CreateProjectOptions): Promise<string[]> {
  checkWishes(options);
  const { root, id, data } = options;
  const { plan, files } = await withDatabase(async (database) => {
    const { columns } = await openTable(database, "rows", data, { root });
    const plan = await inferProject(database, columns, await profileTable(database, "rows", basename(data)), options);
    return { plan, files: await findFiles(data, root) };
  });
  if (files.length !== 1) throw usage(`assay init: ${basename(data)} is not one file`, "name one file: --data FILE");
  const name = `rows.${/\.(parquet|jsonl|ndjson)(\.gz)?$/i.exec(files[0]!)?.[0].slice(1) ?? "csv"}`;
  const registry = join(root, "src/projects/index.ts");
  const index = addToIndex(await readFile(registry, "utf8"), id);
  const source = join(root, "src/projects", `.${id}.tmp`);
  const copy = join(root, "data", `.${id}.tmp`);
  try {
    await mkdir(source, { recursive: true });
    await mkdir(copy, { recursive: true });
    for (const [file, content] of Object.entries(projectFiles(plan, name)))
      await writeFile(join(source, file), content);
    await copyFile(files[0]!, join(copy, name));
    await rename(copy, join(root, "data", id));
    await rename(source, join(root, "src/projects", id));
  } catch (error) {
    await rm(source, { recursive: true, force: true });
    await rm(copy, { recursive: true, force: true });
    throw fileError(error, `src/projects/${id}`);
  }
  await writeFileAtomically(registry, index);
  return [...plan.decisions, `wrote src/projects/${id} and data/${id}`, `next: npx assay build ${id}`];
}
