import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { AssayError, type Warning } from "../lib/errors.js";
import type { Project } from "../projects/types.js";
import type { TableColumn } from "../tables/open-table.js";

const featuresFile = (project: Project): string => `src/projects/${project.id}/features.sql`;

/** Columns that the project names must be in the result of `features.sql`. */
export function checkColumns(project: Project, columns: readonly TableColumn[]): void {
  const file = featuresFile(project);
  const there = columns.map(({ name }) => name);
  const listed = there.join(", ");
  const missing = (name: string, what: string): AssayError =>
    new AssayError(`${file}: no column "${name}" (${what}); columns are ${listed}`, {
      code: "missing-column",
      file,
      column: name,
      hint: `select it in features.sql, or change its name in src/projects/${project.id}/project.ts`,
    });
  const { id, label, time, unit } = project.columns;
  if (!there.includes(id)) throw missing(id, "the row's id");
  if (!there.includes(label)) throw missing(label, "the target");
  if (time !== undefined && !there.includes(time)) throw missing(time, "the time");
  if (unit && !there.includes(unit.name)) throw missing(unit.name, "the unit");
  for (const { name } of project.features) if (!there.includes(name)) throw missing(name, "a declared feature");
  for (const name of project.segments) if (!there.includes(name)) throw missing(name, "a segment");
  if (there.includes("split"))
    throw new AssayError(`${file}: a column is named "split", which Assay adds itself`, {
      code: "reserved-column",
      file,
      column: "split",
      hint: "give it another name in features.sql",
    });
}

/** Ids must be there and unique. */
async function checkIds(database: Database, project: Project): Promise<void> {
  const file = featuresFile(project);
  const id = identifier(project.columns.id);
  const [counts] = await database.rows<{ rows: number; ids: number; distinct: number }>(
    `SELECT count(*)::DOUBLE AS rows, count(${id})::DOUBLE AS ids, count(DISTINCT ${id})::DOUBLE AS distinct FROM features`,
  );
  if (counts!.rows === 0)
    throw new AssayError(`${file}: no row is left after cleaning`, {
      code: "no-rows",
      file,
      hint: `see removal_reason in src/projects/${project.id}/clean.sql`,
    });
  if (counts!.ids < counts!.rows)
    throw new AssayError(`${file}: ${counts!.rows - counts!.ids} rows have no id in "${project.columns.id}"`, {
      code: "missing-id",
      file,
      column: project.columns.id,
      hint: "remove them in clean.sql, or use another id",
    });
  if (counts!.distinct === counts!.rows) return;
  const repeated = await database.rows<{ id: string }>(
    `SELECT ${id}::VARCHAR AS id FROM features GROUP BY ${id} HAVING count(*) > 1 ORDER BY ${id} LIMIT 5`,
  );
  throw new AssayError(
    `${file}: ${counts!.rows - counts!.distinct} rows repeat an id in "${project.columns.id}", such as ${repeated.map((row) => row.id).join(", ")}`,
    {
      code: "duplicate-id",
      file,
      column: project.columns.id,
      hint: "remove repeats in clean.sql, or check the joins of features.sql",
    },
  );
}

async function checkTarget(database: Database, project: Project): Promise<void> {
  const file = featuresFile(project);
  const column = project.columns.label;
  const label = identifier(column);
  const fail = (code: string, message: string, hint: string): AssayError =>
    new AssayError(`${file}: target "${column}" ${message}`, { code, file, column, hint });
  const [counts] = await database.rows<{ rows: number; present: number }>(
    `SELECT count(*)::DOUBLE AS rows, count(${label})::DOUBLE AS present FROM features`,
  );
  if (counts!.present === 0) throw fail("target-missing", "is missing in every row", "choose another target");
  if (counts!.present < counts!.rows)
    throw fail(
      "target-missing",
      `is missing in ${counts!.rows - counts!.present} rows`,
      "give them a removal_reason in clean.sql",
    );
  if (project.task === "regression") return;
  const classes = await database.rows<{ value: string }>(
    `SELECT DISTINCT ${label}::VARCHAR AS value FROM features ORDER BY value LIMIT 20`,
  );
  if (classes.length === 1)
    throw fail("one-class", `has one class only, "${classes[0]!.value}"`, "a classifier needs rows of two classes");
  const { positive } = project.target;
  if (positive !== undefined && !classes.some(({ value }) => value === positive))
    throw fail(
      "unknown-class",
      `never is "${positive}"; its values are ${classes.map(({ value }) => value).join(", ")}`,
      "set target.positive in project.ts",
    );
}

async function checkSplits(database: Database, project: Project): Promise<void> {
  const present = await database.rows<{ split: string }>("SELECT DISTINCT split FROM features ORDER BY split");
  for (const name of ["train", "validation", "test"] as const)
    if (!present.some(({ split }) => split === name))
      throw new AssayError(`${project.id}: no row falls into the ${name} split`, {
        code: "empty-split",
        column: project.columns.time ?? project.columns.id,
        hint: `change split in src/projects/${project.id}/project.ts`,
      });
}

/** Features without any value, and single-valued ones: said, not refused. */
async function emptyFeatures(database: Database, project: Project): Promise<Warning[]> {
  const counts = project.features.flatMap(({ name }, index) => [
    `count(${identifier(name)})::DOUBLE AS present_${index}`,
    `(min(${identifier(name)}) IS NOT DISTINCT FROM max(${identifier(name)})) AS constant_${index}`,
  ]);
  if (counts.length === 0) return [];
  const [row] = await database.rows(`SELECT ${counts.join(", ")} FROM features`);
  return project.features.flatMap(({ name }, index): Warning[] => {
    if (row![`present_${index}`] === 0)
      return [{ code: "empty-feature", message: `feature "${name}" is missing in every row` }];
    return row![`constant_${index}`] === true
      ? [{ code: "constant-feature", message: `feature "${name}" has one value in every row` }]
      : [];
  });
}

/** Checks `features` against the project. @returns what is worth saying and stops nothing. */
export async function checkFeatures(database: Database, project: Project): Promise<Warning[]> {
  await checkIds(database, project);
  await checkTarget(database, project);
  await checkSplits(database, project);
  return emptyFeatures(database, project);
}
