import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import type { TableColumn } from "../tables/open-table.js";
import type { ColumnProfile, TableProfile } from "../tables/types.js";

/** One feature that `init` makes of a column. */
export interface FeaturePlan {
  /** Name in the result of `features.sql`. */
  output: string;
  sql: string;
  type: "numeric" | "categorical";
  source: string;
  meaning: string;
  group: string;
  distinct: number;
}

/** More different texts than this are no category. */
const mostCategories = 60;

/** Whether a text column holds numbers, but for blanks. */
async function holdsNumbers(database: Database, name: string): Promise<boolean> {
  const column = `trim(${identifier(name)})`;
  const [counts] = await database.rows<{ texts: number; numbers: number }>(
    `SELECT count(nullif(${column}, ''))::DOUBLE AS texts, count(TRY_CAST(nullif(${column}, '') AS DOUBLE))::DOUBLE AS numbers FROM rows`,
  );
  return counts!.texts > 0 && counts!.texts === counts!.numbers;
}

const timeParts = [
  ["month", "month", "Month"],
  ["weekday", "isodow", "Day of the week, Monday 1,"],
  ["hour", "hour", "Hour of the day"],
] as const;

/**
 * The features that a table offers: ids, constants, empty and near-unique text left out; times taken apart.
 *
 * @param skipped columns that are no features.
 * @param taken names that no feature may have.
 */
export async function inferFeatures(
  database: Database,
  columns: readonly TableColumn[],
  profile: TableProfile,
  { skipped, taken: names }: { skipped: readonly string[]; taken: readonly string[] },
): Promise<{ features: FeaturePlan[]; dropped: { column: string; why: string }[] }> {
  const features: FeaturePlan[] = [];
  const dropped: { column: string; why: string }[] = [];
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const free = (wish: string): string => {
    let output = wish;
    for (let number = 2; taken.has(output.toLowerCase()); number++) output = `${wish}_${number}`;
    taken.add(output.toLowerCase());
    return output;
  };
  const reason = ({ kind, notes, distinct, rows }: ColumnProfile): string | null => {
    if (notes.includes("all missing")) return "all missing";
    if (notes.includes("constant")) return "constant";
    if (notes.includes("looks like an id")) return "looks like an id";
    return kind === "categorical" && (distinct > mostCategories || distinct > rows / 2)
      ? `text with ${distinct} different values`
      : null;
  };
  for (const column of profile.columns) {
    const { name, kind, distinct } = column;
    if (skipped.includes(name)) continue;
    const type = columns.find((candidate) => candidate.name === name)!.type;
    const source = `rows.${name}`;
    const quoted = identifier(name);
    const add = (output: string, sql: string, type: FeaturePlan["type"], meaning: string, group: string): void => {
      features.push({ output: free(output), sql, type, source, meaning, group, distinct });
    };
    const numbers = type === "VARCHAR" && !column.notes.includes("all missing") && (await holdsNumbers(database, name));
    const why = numbers ? null : reason(column);
    if (why !== null) dropped.push({ column: name, why });
    else if (numbers)
      add(name, `TRY_CAST(nullif(trim(${quoted}), '') AS DOUBLE)`, "numeric", `${name}, read as a number`, "columns");
    else if (kind === "numeric") add(name, `${quoted}::DOUBLE`, "numeric", name, "columns");
    else if (kind === "boolean") add(name, `${quoted}::INTEGER`, "numeric", `${name}: yes (1) or no (0)`, "columns");
    else if (kind === "categorical") add(name, `${quoted}::VARCHAR`, "categorical", name, "columns");
    else
      for (const [part, sqlPart, words] of timeParts)
        if (type !== "DATE" || part !== "hour")
          add(`${name}_${part}`, `${sqlPart}(${quoted})::INTEGER`, "numeric", `${words} of ${name}`, "time");
  }
  return { features, dropped };
}
