import type { Database } from "../engine/database.js";
import { identifier, literal } from "../engine/sql.js";

/** What a column's values are, counted. */
export interface ConstraintCounts {
  rows: number;
  /** Rows with a value. */
  present: number;
  /** Values that have the type asked for. */
  ofType: number;
  /** Numbers below 0. */
  negative: number;
  /** Texts within the domain; all of them where there is none. */
  inDomain: number;
}

/** What is asked of a column. */
export interface ConstraintQuestion {
  name: string;
  type: "Integral" | "Fractional" | "String" | "Unknown";
  domains: readonly string[] | null;
}

/**
 * Counts what constraints ask about, all columns in one pass.
 *
 * @param relation what follows FROM; it has every column asked for.
 * @example (await countConstraints(database, "trips", [{ name: "fare", type: "Fractional", domains: null }])).get("fare")
 */
export async function countConstraints(
  database: Database,
  relation: string,
  questions: readonly ConstraintQuestion[],
): Promise<Map<string, ConstraintCounts>> {
  if (questions.length === 0) return new Map();
  const filtered = (condition: string): string => `CAST(count(*) FILTER (WHERE ${condition}) AS DOUBLE)`;
  const selected = questions.flatMap(({ name, type, domains }, i) => {
    const column = identifier(name);
    const number = `TRY_CAST(${column} AS DOUBLE)`;
    const ofType = {
      Integral: `${number} = floor(${number})`,
      Fractional: `${number} IS NOT NULL`,
      String: `${column} IS NOT NULL`,
      Unknown: `${column} IS NOT NULL`,
    }[type];
    const text = `CAST(${column} AS VARCHAR)`;
    const inside =
      domains === null
        ? `${column} IS NOT NULL`
        : domains.length === 0
          ? "false"
          : `${text} IN (${domains.map(literal).join(", ")})`;
    return [
      `CAST(count(${column}) AS DOUBLE) AS present${i}`,
      `${filtered(ofType)} AS type${i}`,
      `${filtered(`${number} < 0`)} AS negative${i}`,
      `${filtered(inside)} AS domain${i}`,
    ];
  });
  const [row] = await database.rows<Record<string, number>>(
    `SELECT CAST(count(*) AS DOUBLE) AS total, ${selected.join(", ")} FROM ${relation}`,
  );
  return new Map(
    questions.map(({ name }, i) => [
      name,
      {
        rows: row!["total"]!,
        present: row![`present${i}`]!,
        ofType: row![`type${i}`]!,
        negative: row![`negative${i}`]!,
        inDomain: row![`domain${i}`]!,
      },
    ]),
  );
}
