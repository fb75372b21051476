import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../engine/database.js";
import { fileLiteral, identifier, literal } from "../engine/sql.js";
import type { Project } from "../projects/types.js";
import type { TrackedRun } from "../tracking/types.js";
import { logTableSql, type ShownLog } from "./log-table.js";

/** Columns of `features` as a reader queries them: numbers as FLOAT, which halves the file. */
async function shownColumns(database: Database, { columns, task }: Project): Promise<string[]> {
  const found = await database.rows<{ name: string; type: string }>(
    "SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM features)",
  );
  const kept = new Set([columns.id, columns.label, "split"]);
  return found
    .filter(({ name }) => !kept.has(name) || (task === "classification" && name === columns.label))
    .map(({ name, type }) =>
      /^(DOUBLE|DECIMAL|HUGEINT|UBIGINT|BIGINT)/.test(type)
        ? `f.${identifier(name)}::FLOAT AS ${identifier(name)}`
        : `f.${identifier(name)}`,
    );
}

/** SQL of the table `rows`: one line per judged row, with one column of predictions per run, named as the run. */
async function rowsSql(database: Database, project: Project, runs: readonly TrackedRun[]): Promise<string> {
  const crossFitted = project.policy.evidence === "cross-fitted";
  const file = crossFitted ? "cross-fitted.parquet" : "predictions.parquet";
  const path = (run: TrackedRun): string => fileLiteral(run.artifact(file));
  const predictions = runs.map(({ name }, index) => `p${index}.prediction::FLOAT AS ${identifier(name)}`);
  const joins = runs.map(
    (run, index) =>
      `JOIN read_parquet(${path(run)}) p${index} ON p${index}.id::VARCHAR = f.${identifier(project.columns.id)}::VARCHAR`,
  );
  const label =
    crossFitted || project.task === "classification"
      ? "p0.label::FLOAT"
      : `f.${identifier(project.columns.label)}::FLOAT`;
  const order = project.columns.time ?? project.columns.id;
  return `SELECT f.${identifier(project.columns.id)}::VARCHAR AS id, ${label} AS label, f.split,
    ${[...predictions, ...(await shownColumns(database, project))].join(",\n    ")}
    FROM features f ${joins.join("\n    ")}
    WHERE ${crossFitted ? "true" : "f.split = 'test'"} ORDER BY f.${identifier(order)}`;
}

/**
 * The DuckDB file behind the page `explore`: a table `rows` (id, label, split, one column of predictions per run,
 * features and segments of the rows that judge), a table `log` (the rows that the page `monitoring` looks at) and a
 * table `runs`.
 *
 * @param database holds the table `features` of `openProject`.
 * @returns the bytes of the file, whose columns a page can read in parts. Blocks have DuckDB's own size: smaller ones
 * cannot be compressed.
 * @example await rowDatabase(database, project, runs, log)
 */
export async function rowDatabase(
  database: Database,
  project: Project,
  runs: readonly TrackedRun[],
  log: ShownLog,
): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "assay-"));
  const file = join(folder, "rows.duckdb");
  try {
    await database.run(`ATTACH ${literal(file)} AS shown`);
    await database.run(`CREATE TABLE shown.rows AS ${await rowsSql(database, project, runs)}`);
    await database.run(`CREATE TABLE shown.log AS ${await logTableSql(database, project, log)}`);
    const lines = runs.map((run) => `(${[run.name, run.runId, run.family ?? ""].map(literal).join(", ")})`);
    await database.run(
      `CREATE TABLE shown.runs AS SELECT * FROM (VALUES ${lines.join(", ")}) AS t(name, run_id, family) ORDER BY name`,
    );
    await database.run("DETACH shown");
    return new Uint8Array(await readFile(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
