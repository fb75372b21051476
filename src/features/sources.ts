import { stat } from "node:fs/promises";
import type { Project } from "../projects/types.js";
import { noSuchFile } from "../tables/errors.js";
import { hashFiles, type FileHash } from "../tables/file-hash.js";
import { findFiles } from "../tables/find-files.js";

/** Where a project reads, and the environment that may name its files. */
export interface ProjectPlace {
  /** The workspace. */
  root: string;
  /** Of the process, at the edge; only `project.external.variable` is read. */
  env: Readonly<Record<string, string | undefined>>;
}

/** Whether a project's files are here. */
export type ProjectState =
  | { state: "ready" }
  | {
      state: "data-not-here";
      /** One sentence for pages and terminals. */
      reason: string;
      /** What brings the files; null where they should have shipped. */
      command: string | null;
      /** The variable that may name them; null where there is none. */
      variable: string | null;
    };

/** Path or glob of each table, as SQL may open it. */
export function tablePaths(project: Project, { env }: ProjectPlace): { table: string; path: string }[] {
  const named = project.external ? env[project.external.variable] : undefined;
  return Object.entries(project.tables).map(([table, { path }]) => ({
    table,
    path: named && table === project.external?.table ? named : `data/${project.id}/${path}`,
  }));
}

/**
 * Says whether every table of a project has files.
 *
 * @returns `ready`, or `data-not-here` with the command and the variable that bring them; never throws for absent files.
 * @example (await projectState(project, { root, env: process.env })).state
 */
export async function projectState(project: Project, place: ProjectPlace): Promise<ProjectState> {
  for (const { table, path } of tablePaths(project, place)) {
    const files = await findFiles(path, place.root);
    if (files.length > 0) continue;
    const external = project.external;
    const named = external && place.env[external.variable] && table === external.table;
    return {
      state: "data-not-here",
      reason: named
        ? `${external.variable} names ${path}, and no file is there`
        : external
          ? `the files of ${project.title} do not ship with Assay`
          : `data/${project.id} holds no ${project.tables[table]!.path}`,
      command: external?.command ?? null,
      variable: external?.variable ?? null,
    };
  }
  return { state: "ready" };
}

const remembered = new Map<string, Promise<FileHash>>();

/**
 * The files of a project with their hashes, for a run's identity. A file is read once per process, and again when its
 * size or time changes.
 *
 * @returns one entry per table, in the order of `project.tables`; a glob's files share one.
 * @throws AssayError `missing-file` where a table has no file.
 * @example (await projectSources(project, { root, env: {} }))[0].sha256
 */
export async function projectSources(project: Project, place: ProjectPlace): Promise<FileHash[]> {
  const sources: FileHash[] = [];
  for (const { table, path } of tablePaths(project, place)) {
    const files = await findFiles(path, place.root);
    if (files.length === 0) throw noSuchFile(path);
    const stats = await Promise.all(files.map((file) => stat(file)));
    const key = JSON.stringify([table, files, stats.map(({ size, mtimeMs }) => [size, mtimeMs])]);
    let hash = remembered.get(key);
    if (!hash) {
      hash = hashFiles(table, path, files);
      remembered.set(key, hash);
    }
    sources.push(await hash);
  }
  return sources;
}
