import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { columnNotes } from "./column-notes.js";
import { columnKind, quantileSql, summarySql, type ColumnSummary } from "./column-summary.js";
import type { TableColumn } from "./open-table.js";
import type { ColumnProfile, HistogramBin, TableProfile } from "./types.js";

const bins = 20;

/** Above this, distinct values are estimated and quantiles read from evenly spaced rows. */
const manyRows = 10_000;

async function histograms(
  database: Database,
  relation: string,
  summaries: readonly ColumnSummary[],
): Promise<Map<string, HistogramBin[]>> {
  const numeric = summaries.filter(
    ({ kind, low, high }) => kind === "numeric" && low !== null && high !== null && high > low,
  );
  if (numeric.length === 0) return new Map();
  const parts = numeric.map(({ name, low, high }, index) => {
    const value = `${identifier(name)}::DOUBLE`;
    const bin = `greatest(0, least(floor((${value} - ${low}::DOUBLE) / ${(high! - low!) / bins}::DOUBLE), ${bins - 1}))::INTEGER`;
    return `(SELECT ${index} AS position, ${bin} AS bin, count(*)::DOUBLE AS count FROM ${relation}
      WHERE isfinite(${value}) GROUP BY bin)`;
  });
  const counts = await database.rows<{ position: number; bin: number; count: number }>(
    `SELECT * FROM (${parts.join(" UNION ALL ")}) ORDER BY position, bin`,
  );
  const found = new Map(
    numeric.map(({ name, low, high }) => {
      const width = (high! - low!) / bins;
      return [
        name,
        Array.from({ length: bins }, (_, bin) => ({
          lower: low! + bin * width,
          upper: bin === bins - 1 ? high! : low! + (bin + 1) * width,
          count: 0,
        })),
      ];
    }),
  );
  for (const { position, bin, count } of counts) found.get(numeric[position]!.name)![bin]!.count = count;
  return found;
}

async function commonest(
  database: Database,
  relation: string,
  names: readonly string[],
): Promise<Map<string, ColumnProfile["top"]>> {
  const found = new Map<string, ColumnProfile["top"]>();
  if (names.length === 0) return found;
  const parts = names.map(
    (name, index) => `(SELECT ${index} AS position, ${identifier(name)}::VARCHAR AS value, count(*)::DOUBLE AS count
      FROM ${relation} WHERE ${identifier(name)} IS NOT NULL GROUP BY ALL ORDER BY count DESC, value LIMIT 10)`,
  );
  const rows = await database.rows<{ position: number; value: string; count: number }>(
    `SELECT * FROM (${parts.join(" UNION ALL ")}) ORDER BY position, count DESC, value`,
  );
  for (const { position, value, count } of rows)
    found.set(names[position]!, [...(found.get(names[position]!) ?? []), { value, count }]);
  return found;
}

/**
 * Profiles every column of a relation in few passes over it. Above 10,000 rows, distinct values are an
 * estimate (HyperLogLog, about 2 % off) and quantiles come from about 10,000 evenly spaced rows; all else is exact.
 *
 * @param relation its name in the database, any text.
 * @param title as the profile shows it.
 * @returns numbers that JSON can carry; null where the column does not define them.
 * @example (await profileTable(database, "customers", "customers.csv")).columns[0].missing
 */
export async function profileTable(database: Database, relation: string, title: string): Promise<TableProfile> {
  const name = identifier(relation);
  const columns = await database.rows<TableColumn>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${name})`,
  );
  const [count] = await database.rows<{ rows: number }>(`SELECT count(*)::DOUBLE AS rows FROM ${name}`);
  const rows = count!.rows;
  const exact = rows <= manyRows;
  const [row] = await database.rows(
    `SELECT ${columns.map((column, index) => summarySql(column, index, exact)).join(", ")} FROM ${name}`,
  );
  const step = Math.ceil(rows / manyRows);
  const [quantiles] = await database.rows<Record<string, number[] | null>>(
    `SELECT 0 AS nothing, ${columns.flatMap((column, index) => quantileSql(column, index)).join(", ")}
     FROM (SELECT *, row_number() OVER () AS "row of the table" FROM ${name}) WHERE "row of the table" % ${step} = 0`,
  );
  const summaries = columns.map((column, index): ColumnSummary => {
    const value = <T>(key: string): T => row![`${key}${index}`] as T;
    return {
      name: column.name,
      kind: columnKind(column.type),
      present: value("present"),
      finite: value("finite"),
      distinct: value("distinct"),
      low: value("low"),
      high: value("high"),
      first: value("first"),
      last: value("last"),
      mean: value("mean"),
      deviation: value("deviation"),
      quantiles: quantiles![`quantiles${index}`] ?? null,
      zeros: value("zeros"),
    };
  });
  const bars = await histograms(database, name, summaries);
  const few = summaries.filter(({ kind, distinct }) => kind !== "time" && (kind !== "numeric" || distinct <= 10));
  const tops = await commonest(
    database,
    name,
    few.map((summary) => summary.name),
  );
  const repeated = `SELECT count(*)::DOUBLE - count(DISTINCT hash(${columns.map((column) => identifier(column.name)).join(", ")}))::DOUBLE AS repeated FROM ${name}`;
  const [duplicates] = await database.rows<{ repeated: number }>(repeated);
  return {
    table: title,
    rows,
    duplicateRows: duplicates!.repeated,
    columns: summaries.map((summary, index): ColumnProfile => {
      const numeric = summary.kind === "numeric";
      return {
        name: summary.name,
        type: columns[index]!.type,
        kind: summary.kind,
        rows,
        missing: rows - summary.present,
        nonFinite: numeric ? summary.present - summary.finite : 0,
        distinct: Math.min(summary.distinct, summary.present),
        min: numeric ? summary.low : summary.first,
        max: numeric ? summary.high : summary.last,
        mean: summary.mean,
        standardDeviation: summary.deviation,
        quantiles: summary.quantiles,
        zeros: summary.zeros,
        top: tops.get(summary.name) ?? [],
        histogram: bars.get(summary.name) ?? null,
        notes: columnNotes(summary, rows),
      };
    }),
  };
}
