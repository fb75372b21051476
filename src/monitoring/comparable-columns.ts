import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { AssayError, type Warning } from "../lib/errors.js";
import type { TableColumn } from "../tables/open-table.js";
import type { DriftColumn } from "./types.js";

type Kind = "number" | "text" | "time" | "boolean" | "other";

export interface Side {
  /** As the reader named it. */
  source: string;
  /** What follows FROM. */
  relation: string;
  columns: readonly TableColumn[];
}

export interface ColumnChoice {
  /** Only these columns, ids and dates too; all that both sides have otherwise. */
  only?: readonly string[];
  exclude: readonly string[];
  label?: string;
  score?: string;
  /** Shown, never alarmed. */
  context: readonly string[];
}

const kindOf = (type: string): Kind => {
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|REAL|DECIMAL)/i.test(type) && !type.endsWith("]"))
    return "number";
  if (/^(DATE|TIMESTAMP|DATETIME)/i.test(type) && !type.endsWith("]")) return "time";
  if (/^(VARCHAR|ENUM|UUID|TIME|JSON)/i.test(type) && !type.endsWith("]")) return "text";
  return /^BOOLEAN$/i.test(type) ? "boolean" : "other";
};

const list = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");

function checkNamed(names: readonly string[], sides: readonly Side[]): void {
  for (const name of names)
    for (const { source, columns } of sides)
      if (!columns.some((column) => column.name === name))
        throw new AssayError(`${source}: no column "${name}"; columns are ${list(columns.map((c) => c.name))}`, {
          code: "missing-column",
          file: source,
          column: name,
          hint: "name a column that both sides have",
        });
}

/** True where a column of text holds nothing: an engine cannot know the type of a column without values. */
async function isEmpty(database: Database, { relation }: Side, name: string): Promise<boolean> {
  const rows = await database.rows(`SELECT 1 AS one FROM ${relation} WHERE ${identifier(name)} IS NOT NULL LIMIT 1`);
  return rows.length === 0;
}

/** The value as a number; text that is none becomes NaN, which is counted apart. */
const numberOrNaN = (name: string): string =>
  `CASE WHEN ${identifier(name)} IS NOT NULL THEN coalesce(TRY_CAST(${identifier(name)} AS DOUBLE), CAST('NaN' AS DOUBLE)) END`;

/** Values of a column of text, and how many of them are no numbers. */
async function notNumbers(database: Database, { relation }: Side, name: string): Promise<{ n: number; wrong: number }> {
  const [found] = await database.rows<{ n: number; wrong: number }>(
    `SELECT CAST(count(${identifier(name)}) AS DOUBLE) AS n,
       CAST(count(*) FILTER (WHERE isnan(${numberOrNaN(name)})) AS DOUBLE) AS wrong FROM ${relation}`,
  );
  return found!;
}

/** Columns of the reference in which no value comes twice: ids, which differ on any two sides. */
async function idColumns(database: Database, { relation }: Side, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const unique = async (candidates: readonly string[], from: string): Promise<string[]> => {
    if (candidates.length === 0) return [];
    const [row] = await database.rows<Record<string, boolean>>(
      `SELECT ${candidates
        .map(
          (name, i) => `count(${identifier(name)}) >= 20 AND count(DISTINCT ${identifier(name)}) = count(*) AS c${i}`,
        )
        .join(", ")} FROM ${from}`,
    );
    return candidates.filter((_, i) => row![`c${i}`]);
  };
  return unique(await unique(names, `(SELECT * FROM ${relation} LIMIT 1000)`), relation);
}

const days = (name: string): string => `date_diff('day', DATE '1970-01-01', CAST(${identifier(name)} AS DATE))`;

/**
 * Chooses the columns to compare: those that both sides have, by type. Columns of one side only, ids and types that
 * cannot be compared are left out with a warning; dates are context, as days since 1970.
 *
 * @throws AssayError `missing-column` for a name that a side lacks, `type-mismatch` where one side has numbers and the
 * other text, `no-columns` where nothing is left.
 */
export async function comparableColumns(
  database: Database,
  reference: Side,
  current: Side,
  { only, exclude, label, score, context }: ColumnChoice,
): Promise<{ columns: DriftColumn[]; warnings: Warning[] }> {
  const sides = [reference, current];
  checkNamed([...(only ?? []), ...[label, score].filter((name) => name !== undefined), ...context], sides);
  const warnings: Warning[] = [];
  const warn = (code: string, message: string): void => void warnings.push({ code, message });
  const wanted = (name: string): boolean => (only ? only.includes(name) : true) && !exclude.includes(name);
  for (const [side, other] of [
    [reference, current],
    [current, reference],
  ] as const) {
    const missing = side.columns
      .filter(({ name }) => wanted(name) && !other.columns.some((column) => column.name === name))
      .map(({ name }) => name);
    if (missing.length > 0) warn("one-sided-columns", `only in ${side.source}, not compared: ${list(missing)}`);
  }
  const named = new Set([...(only ?? []), ...context, label, score]);
  const columns: DriftColumn[] = [];
  const maybeIds: string[] = [];
  for (const { name, type } of reference.columns) {
    const match = current.columns.find((column) => column.name === name);
    if (!match || !wanted(name)) continue;
    let kinds: Kind[] = [kindOf(type), kindOf(match.type)];
    if (kinds[0] !== kinds[1]) {
      const empty = await Promise.all([isEmpty(database, reference, name), isEmpty(database, current, name)]);
      if (empty[0]) kinds = [kinds[1]!, kinds[1]!];
      else if (empty[1]) kinds = [kinds[0]!, kinds[0]!];
    }
    const [before, after] = kinds as [Kind, Kind];
    if (before === "other" || after === "other") {
      warn("type-not-compared", `"${name}" is ${type} and cannot be compared`);
      continue;
    }
    let expression: string | undefined;
    if ([before, after].sort().join() === "number,text") {
      const text = before === "text" ? reference : current;
      const { n, wrong } = await notNumbers(database, text, name);
      if (wrong <= n / 2) {
        expression = numberOrNaN(name);
        warn("type-violations", `"${name}": ${wrong} of ${n} values in ${text.source} are no numbers; counted apart`);
      }
    }
    if (before !== after && expression === undefined)
      throw new AssayError(
        `column "${name}": ${type} in ${reference.source}, ${match.type} in ${current.source}; they cannot be compared`,
        {
          code: "type-mismatch",
          file: current.source,
          column: name,
          hint: `correct its type, cast it in SQL, or leave it out with --exclude "${name}"`,
        },
      );
    if (!named.has(name) && expression === undefined && (before === "text" || /INT/i.test(type))) maybeIds.push(name);
    const isTime = before === "time";
    if (isTime) expression = days(name);
    columns.push({
      name,
      type: before === "number" || expression !== undefined ? "numeric" : "categorical",
      role:
        name === label ? "label" : name === score ? "score" : context.includes(name) || isTime ? "context" : "feature",
      ...(expression === undefined ? {} : { expression }),
    });
    if (isTime) warn("date-as-context", `"${name}" is a date: shown as days since 1970, as context`);
  }
  const ids = await idColumns(database, reference, maybeIds);
  if (ids.length > 0) warn("id-columns", `no value comes twice in ${list(ids)}: taken for ids and not compared`);
  const kept = columns.filter(({ name }) => !ids.includes(name));
  const [truth, prediction] = (["label", "score"] as const).map((role) => kept.find((column) => column.role === role));
  // Where it moves, the relation between label and prediction has, even if neither has.
  if (truth?.type === "numeric" && prediction?.type === "numeric" && !truth.expression && !prediction.expression)
    kept.push({
      name: `${truth.name} − ${prediction.name}`,
      type: "numeric",
      role: "label",
      expression: `${identifier(truth.name)} - ${identifier(prediction.name)}`,
    });
  if (kept.length === 0)
    throw new AssayError(
      `${reference.source} and ${current.source} have no column in common that can be compared; the columns are ${list(reference.columns.map((c) => c.name))} and ${list(current.columns.map((c) => c.name))}`,
      { code: "no-columns", hint: "compare tables with the same columns, or rename columns in SQL" },
    );
  return { columns: kept, warnings };
}
