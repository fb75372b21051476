import type { Database } from "../engine/database.js";
import { identifier, literal } from "../engine/sql.js";

/** A number as float64, NaN where it is missing or not finite. */
export const numberSql = (name: string): string =>
  `CASE WHEN isfinite(${identifier(name)}::DOUBLE) THEN ${identifier(name)}::DOUBLE ELSE 'NaN'::DOUBLE END`;

/** Text columns as codes: SQL that gives a row's code (−1 where missing), and the values behind the codes. */
export interface CodedColumns {
  sql(name: string): string;
  /** Sorted by code point. */
  values(name: string): string[];
}

/**
 * Finds the distinct values of columns as text, sorted by code point (UTF-8 order is code point order), and makes a type
 * for each that turns a value into its code: `list_position` would search each row, an ENUM looks up once.
 *
 * @param relation a table or view.
 * @param names its columns, each once.
 */
export async function codedColumns(
  database: Database,
  relation: string,
  names: readonly string[],
): Promise<CodedColumns> {
  const lists = names.map((name, index) => `list_sort(list(DISTINCT ${identifier(name)}::VARCHAR)) AS values_${index}`);
  const [row] =
    names.length === 0
      ? [{}]
      : await database.rows<Record<string, (string | null)[] | null>>(
          `SELECT ${lists.join(", ")} FROM ${identifier(relation)}`,
        );
  const values = names.map((_, index) => (row![`values_${index}`] ?? []).filter((value) => value !== null));
  for (const [index, found] of values.entries())
    await database.run(
      `CREATE OR REPLACE TYPE category_${index} AS ENUM (${(found.length > 0 ? found : [""]).map(literal).join(", ")})`,
    );
  return {
    sql: (name) => `coalesce(enum_code(${identifier(name)}::VARCHAR::category_${names.indexOf(name)})::INTEGER, -1)`,
    values: (name) => values[names.indexOf(name)]!,
  };
}
