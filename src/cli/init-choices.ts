import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import type { ColumnProfile, TableProfile } from "../tables/types.js";

/** Where train, validation and test begin, and where test ends; ISO text. */
export type TimeCuts = Record<"from" | "validation" | "test" | "to", string>;

/** An error about one column. */
export const wrong = (code: string, message: string, column: string, hint: string): AssayError =>
  new AssayError(message, { code, column, hint });

/** The profile of a column that the reader named. */
export function findColumn(profile: TableProfile, name: string, flag: string): ColumnProfile {
  const column = profile.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  throw wrong(
    "missing-column",
    `${profile.table}: no column "${name}"; columns are ${profile.columns.map((candidate) => candidate.name).join(", ")}`,
    name,
    `name one of them with --${flag}`,
  );
}

/** Values of the target that can be learned from, at most 50, in order. */
export async function classesOf(
  database: Database,
  { name, kind }: ColumnProfile,
): Promise<{ value: string; count: number }[]> {
  const column = identifier(name);
  const usable = kind === "numeric" ? `isfinite(${column}::DOUBLE)` : `${column} IS NOT NULL`;
  return database.rows(
    `SELECT ${column}::VARCHAR AS value, count(*)::DOUBLE AS count FROM rows WHERE ${usable}
     GROUP BY 1 ORDER BY 1 LIMIT 50`,
  );
}

/** The class to predict the probability of. */
export function positiveOf(classes: readonly { value: string }[], wish: string | undefined, target: string): string {
  const values = classes.map(({ value }) => value);
  if (wish !== undefined && !values.includes(wish))
    throw wrong(
      "unknown-class",
      `target "${target}" is never "${wish}"; its values are ${values.join(", ")}`,
      target,
      "name one of them with --positive",
    );
  return wish ?? values.find((value) => /^(1|true|yes|y)$/i.test(value)) ?? values[1]!;
}

/** The column that names rows; null where rows are to be counted. */
export async function chooseId(
  database: Database,
  profile: TableProfile,
  wishes: { target: string; idColumn?: string | undefined },
): Promise<string | null> {
  const unique = async (name: string): Promise<boolean> => {
    const [count] = await database.rows<{ same: boolean }>(
      `SELECT count(*) = count(DISTINCT ${identifier(name)}) AS same FROM rows`,
    );
    return count!.same;
  };
  if (wishes.idColumn !== undefined) {
    const { name } = findColumn(profile, wishes.idColumn, "id");
    if (await unique(name)) return name;
    throw wrong(
      "duplicate-id",
      `${profile.table}: column "${name}" repeats or lacks values, so it cannot name rows`,
      name,
      "choose another column with --id, or leave it out to count rows",
    );
  }
  for (const { name, notes } of profile.columns)
    if (name !== wishes.target && notes.includes("looks like an id") && (await unique(name))) return name;
  return null;
}

/** Times at which 60 % and 80 % of the rows are past, as ISO text; null where they leave a part empty. */
export async function cutsOf(database: Database, time: string): Promise<TimeCuts | null> {
  const moment = `${identifier(time)}::TIMESTAMP`;
  const iso = (value: string): string => `strftime(${value}, '%Y-%m-%dT%H:%M:%S')`;
  const [row] = await database.rows<Record<"from" | "validation" | "test" | "to", string>>(
    `SELECT ${iso(`min(${moment})`)} AS "from", ${iso(`quantile_disc(${moment}, 0.6)`)} AS validation,
      ${iso(`quantile_disc(${moment}, 0.8)`)} AS test, ${iso(`max(${moment}) + INTERVAL 1 SECOND`)} AS "to" FROM rows`,
  );
  return row && row.from < row.validation && row.validation < row.test && row.test < row.to ? row : null;
}
