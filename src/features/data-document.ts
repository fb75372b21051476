import type { Database } from "../engine/database.js";
import { identifier, literal } from "../engine/sql.js";
import type { Project, SplitName } from "../projects/types.js";
import { profileTable } from "../tables/profile-table.js";
import type { TableProfile } from "../tables/types.js";
import type { OpenedProject } from "./open-project.js";
import type { DataDocument } from "./types.js";

async function splits(database: Database, { columns, task, target }: Project): Promise<DataDocument["splits"]> {
  const label = identifier(columns.label);
  const mean =
    task === "regression"
      ? `avg(${label}::DOUBLE)`
      : `avg((${label}::VARCHAR = ${literal(target.positive ?? "")})::INTEGER::DOUBLE)`;
  const day = (aggregate: string): string =>
    columns.time === undefined ? "NULL" : `strftime(${aggregate}(${identifier(columns.time)}), '%Y-%m-%d')`;
  const order: SplitName[] = ["train", "validation", "test", "production"];
  const found = await database.rows<DataDocument["splits"][number]>(
    `SELECT split AS name, count(*)::DOUBLE AS rows,
      count(DISTINCT ${identifier(columns.unit?.name ?? columns.id)})::DOUBLE AS units,
      ${day("min")} AS "from", ${day("max")} AS "to", ${mean} AS "labelMean"
    FROM features GROUP BY split ORDER BY split`,
  );
  return found.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/**
 * The evidence behind the page `data`, of a project that `openProject` opened: profiles before and after cleaning, what
 * was removed and why, the feature dictionary with each feature's share missing, and the splits.
 *
 * @returns `features[i].profile` is of the feature as learners read it.
 * @example const document = await dataDocument(database, project, await openProject(database, project, place));
 */
export async function dataDocument(
  database: Database,
  project: Project,
  { sources, sql }: Pick<OpenedProject, "sources" | "sql">,
): Promise<DataDocument> {
  const before: TableProfile[] = [];
  for (const table of Object.keys(project.tables)) before.push(await profileTable(database, table, table));
  const removed = await database.rows<{ reason: string; rows: number }>(
    `SELECT removal_reason AS reason, count(*)::DOUBLE AS rows FROM checked WHERE removal_reason IS NOT NULL
     GROUP BY reason ORDER BY rows DESC, reason`,
  );
  const after = await profileTable(database, "clean", `${project.rows} after cleaning`);
  const { columns } = await profileTable(database, "features", "features");
  const profiles = new Map(columns.map((column) => [column.name, column]));
  return {
    sources,
    before,
    after,
    cleaning: {
      rowsBefore: after.rows + removed.reduce((sum, { rows }) => sum + rows, 0),
      rowsAfter: after.rows,
      removed,
    },
    features: project.features.map((feature) => {
      const profile = profiles.get(feature.name)!;
      return { ...feature, missingShare: (profile.missing + profile.nonFinite) / profile.rows, profile };
    }),
    splits: await splits(database, project),
    sql,
  };
}
