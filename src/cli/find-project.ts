import { AssayError } from "../lib/errors.js";
import { projects } from "../projects/index.js";
import type { Project } from "../projects/types.js";

/**
 * The project of that id.
 *
 * @throws AssayError `no-project` that lists the ids.
 */
export function findProject(id: string): Project {
  const project = projects.find((candidate) => candidate.id === id);
  if (project) return project;
  throw new AssayError(`no project "${id}"; projects are ${projects.map((candidate) => candidate.id).join(", ")}`, {
    code: "no-project",
    hint: "correct the name, or make a project with assay init",
  });
}
