import { identifier, literal } from "../engine/sql.js";
import type { Project, SplitName } from "../projects/types.js";

/**
 * The split of a row of the result of `features.sql`, as an SQL expression (contract §5). By hash, rows are ranked by md5
 * of their id within each class, so that shares are exact; by time, a row outside every range has NULL.
 */
export function splitSql({ split, columns, task }: Project): string {
  if (split.by === "hash") {
    const part = task === "classification" ? `PARTITION BY ${identifier(columns.label)} ` : "";
    const id = `${identifier(columns.id)}::VARCHAR`;
    const place = `row_number() OVER (${part}ORDER BY md5(${id}), ${id})`;
    const count = `count(*) OVER (${part})`;
    return `CASE WHEN ${place} <= round(${split.train} * ${count}) THEN 'train'
      WHEN ${place} <= round(${split.train + split.validation} * ${count}) THEN 'validation' ELSE 'test' END`;
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
  return `CASE ${ranges.join(" ")} END`;
}
