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
async function runWritten(database: Database, file: string, sql: string): Promise<void> {
  try {
    await database.run(sql);
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
  await runWritten(database, cleanFile, `CREATE OR REPLACE TABLE checked AS\n${sql.clean}\n`);
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
  await runWritten(
    database,
    `src/projects/${project.id}/features.sql`,
    `CREATE OR REPLACE TEMP TABLE "features without split" AS\n${sql.features}\n`,
  );
  checkColumns(project, await describe(database, '"features without split"'));
  const outside = await addSplits(database, project);
  const warnings = await checkFeatures(database, project);
  tell(total, "checked");
  return { sources, sql, warnings: [...outside, ...warnings] };
}

async function addSplits(database: Database, project: Project): Promise<Warning[]> {
  const from = '"features without split"';
  const { id, time } = project.columns;
  const order = [...(time === undefined ? [] : [identifier(time)]), identifier(id)].join(", ");
  await database.run(`CREATE OR REPLACE TABLE features AS
    SELECT features.*, splits.split
    FROM ${from} AS features
    JOIN (SELECT DISTINCT * FROM (${splitSql(project, from)})) AS splits
      ON splits."row id" = features.${identifier(id)}::VARCHAR AND splits.split IS NOT NULL
    ORDER BY ${order}`);
  const [count] = await database.rows<{ outside: number }>(
    `SELECT (SELECT count(*) FROM ${from}) - (SELECT count(*) FROM features WHERE true)::DOUBLE AS outside`,
  );
  await database.run(`DROP TABLE ${from}`);
  return count!.outside > 0
    ? [{ code: "outside-split", message: `${count!.outside} rows lie outside every split and are left out` }]
    : [];
}
