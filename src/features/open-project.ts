import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { AssayError, type Warning } from "../lib/errors.js";
import type { OnProgress } from "../lib/progress.js";
import type { Project } from "../projects/types.js";
import { openTable, type TableColumn } from "../tables/open-table.js";
import type { SourceFile } from "../tables/types.js";
import { checkColumns, checkFeatures } from "./checks.js";
import { projectState, tablePaths, type ProjectPlace } from "./sources.js";
import { splitSql } from "./split-sql.js";
import { readProjectSql, type ProjectSql } from "./sql-files.js";

export interface OpenProjectOptions extends ProjectPlace {
  onProgress?: OnProgress;
}

/** A project whose relations stand in the database. */
export interface OpenedProject {
  sources: SourceFile[];
  sql: ProjectSql;
  warnings: Warning[];
}

const describe = (database: Database, relation: string): Promise<TableColumn[]> =>
  database.rows<TableColumn>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${relation})`,
  );

/** Runs SQL that a person wrote; its faults are told with the file's name. */
async function telling(file: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split("\n").slice(0, 3).join(" ") : String(cause);
    throw new AssayError(`${file}: ${message}`, {
      code: "sql-error",
      file,
      hint: "correct the SQL and run again",
      cause,
    });
  }
}

/**
 * Opens a project: its raw tables as relations of their own names, `checked` (every row of `clean.sql`, with
 * `removal_reason`, NULL where the row is kept), `clean` (the rows kept) and `features` (the result of `features.sql`
 * with `split`; rows outside every time range are left out).
 *
 * @returns files with their hashes, the SQL as it ran, and warnings (`empty-feature`, `constant-feature`, `outside-split`).
 * @throws AssayError `data-not-here`, `sql-error`, `missing-column`, `reserved-column`, `duplicate-id`, `missing-id`,
 * `target-missing`, `one-class`, `unknown-class`, `empty-split`, `no-rows`, and those of `openTable`.
 * @example await withDatabase((database) => openProject(database, project, { root, env: {} }))
 */
export async function openProject(
  database: Database,
  project: Project,
  { onProgress, ...place }: OpenProjectOptions,
): Promise<OpenedProject> {
  const state = await projectState(project, place);
  if (state.state === "data-not-here")
    throw new AssayError(`${project.id}: data not here yet: ${state.reason}`, {
      code: "data-not-here",
      hint:
        [state.command && `run ${state.command}`, state.variable && `set ${state.variable} to a file, folder or glob`]
          .filter(Boolean)
          .join(", or ") || `put the file into data/${project.id}`,
    });
  const paths = tablePaths(project, place);
  const total = paths.length + 2;
  const tell = (done: number, detail: string): void =>
    onProgress?.({ task: project.id, stage: "reading", done, total, detail });
  const sql = await readProjectSql(project, place.root);
  const sources: SourceFile[] = [];
  for (const [index, { table, path }] of paths.entries()) {
    tell(index, table);
    const { aliases = {} } = project.tables[table]!;
    sources.push((await openTable(database, table, path, { aliases, root: place.root })).source);
  }
  tell(paths.length, "clean.sql");
  const cleanFile = `src/projects/${project.id}/clean.sql`;
  await telling(cleanFile, () => database.run(`CREATE OR REPLACE TABLE checked AS\n${sql.clean}\n`));
  if (!(await describe(database, "checked")).some(({ name }) => name === "removal_reason"))
    throw new AssayError(`${cleanFile}: no column "removal_reason"`, {
      code: "missing-column",
      file: cleanFile,
      column: "removal_reason",
      hint: "select a text that says why a row is removed, NULL where it is kept",
    });
  await database.run(
    "CREATE OR REPLACE VIEW clean AS SELECT * EXCLUDE (removal_reason) FROM checked WHERE removal_reason IS NULL",
  );
  tell(paths.length + 1, "features.sql");
  await makeFeatures(database, project, sql.features);
  const outside = await dropOutside(database);
  const warnings = await checkFeatures(database, project);
  tell(total, "checked");
  return { sources, sql, warnings: [...outside, ...warnings] };
}

/** Makes the table `features`: the result of `features.sql` with the split of each row, in the order of time, then id. */
async function makeFeatures(database: Database, project: Project, sql: string): Promise<void> {
  const file = `src/projects/${project.id}/features.sql`;
  const columns: TableColumn[] = [];
  await telling(file, async () => columns.push(...(await describe(database, `(${sql}\n)`))));
  checkColumns(project, columns);
  const { id, time } = project.columns;
  const order = [...(time === undefined ? [] : [identifier(time)]), identifier(id)].join(", ");
  await telling(file, () =>
    database.run(
      `CREATE OR REPLACE TABLE features AS SELECT *, ${splitSql(project)} AS split FROM (${sql}\n) ORDER BY ${order}`,
    ),
  );
}

/** Leaves out the rows that no split takes. */
async function dropOutside(database: Database): Promise<Warning[]> {
  const [count] = await database.rows<{ outside: number }>(
    "SELECT count(*)::DOUBLE AS outside FROM features WHERE split IS NULL",
  );
  if (count!.outside === 0) return [];
  await database.run("DELETE FROM features WHERE split IS NULL");
  return [{ code: "outside-split", message: `${count!.outside} rows lie outside every split and are left out` }];
}
