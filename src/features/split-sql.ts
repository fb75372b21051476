import { identifier, literal } from "../engine/sql.js";
import type { Project, SplitName } from "../projects/types.js";

/**
 * The split of each row of `relation` as an SQL expression's table: `"row id", split` (contract §5). By hash, rows are
 * ranked by md5 of their id within each class, so that shares are exact; by time, a row outside every range has NULL.
 */
export function splitSql(project: Project, relation: string): string {
  const { split, columns, task } = project;
  const id = `${identifier(columns.id)}::VARCHAR`;
  const label = identifier(columns.label);
  if (split.by === "hash") {
    const part = task === "classification" ? `PARTITION BY ${label}` : "";
    return `SELECT "row id", CASE WHEN place <= round(${split.train} * count) THEN 'train'
      WHEN place <= round(${split.train + split.validation} * count) THEN 'validation' ELSE 'test' END AS split
      FROM (
        SELECT "row id", row_number() OVER (${part} ORDER BY md5("row id"), "row id") AS place, count(*) OVER (${part}) AS count
        FROM (SELECT ${id} AS "row id", ${label} FROM ${relation})
      )`;
  }
  const time = identifier(columns.time ?? "");
  const ranges = (["train", "validation", "test", "production"] as const satisfies readonly SplitName[]).flatMap(
    (name) => {
      const range = split[name];
      return range
        ? [
            `WHEN ${time} >= ${literal(range[0])}::TIMESTAMP AND ${time} < ${literal(range[1])}::TIMESTAMP THEN ${literal(name)}`,
          ]
        : [];
    },
  );
  return `SELECT ${id} AS "row id", CASE ${ranges.join(" ")} END AS split FROM ${relation}`;
}
