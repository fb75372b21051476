import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AssayError } from "../lib/errors.js";
import type { Project } from "../projects/types.js";

/** The SQL of a project as it runs. */
export interface ProjectSql {
  clean: string;
  features: string;
}

/**
 * Reads `clean.sql` and `features.sql` of a project, each one SELECT, without a closing semicolon.
 *
 * @throws AssayError `missing-file` naming the file.
 * @example const { clean } = await readProjectSql(project, root);
 */
export async function readProjectSql(project: Project, root: string): Promise<ProjectSql> {
  const read = async (name: string): Promise<string> => {
    const path = `src/projects/${project.id}/${name}`;
    try {
      return (await readFile(join(root, path), "utf8")).trim().replace(/;$/, "");
    } catch (cause) {
      throw new AssayError(`${path}: there is no such file`, {
        code: "missing-file",
        file: path,
        hint: `write the SELECT that makes the table, or run assay init ${project.id} again`,
        cause,
      });
    }
  };
  return { clean: await read("clean.sql"), features: await read("features.sql") };
}
