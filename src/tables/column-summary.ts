import type { Database } from "../engine/database.js";
import type { ColumnProfile, HistogramBin } from "./types.js";

/** What the distinct values of a column tell, in the order of {@link ColumnProfile}. */
export type ColumnSummary = Pick<
  ColumnProfile,
  "distinct" | "min" | "max" | "mean" | "standardDeviation" | "quantiles" | "zeros" | "top" | "histogram"
> & {
  kind: ColumnProfile["kind"];
  present: number;
  /** Present and neither NaN nor infinite. */
  finite: number;
};

/** The distinct values of the column in hand, `value`, each with its number of rows, `count`. */
export const valueTable = '"values of a column"';

const bins = 20;
const levels = [0.05, 0.25, 0.5, 0.75, 0.95];

/** The kind of a column by the engine's type. */
export function columnKind(type: string): ColumnProfile["kind"] {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/.test(type)) return "numeric";
  if (/^(TIMESTAMP|DATE|TIME)/.test(type)) return "time";
  return type === "BOOLEAN" ? "boolean" : "categorical";
}

const counted = `count(value)::DOUBLE AS distinct, coalesce(sum(count) FILTER (value IS NOT NULL), 0)::DOUBLE AS present`;

async function commonest(database: Database): Promise<ColumnProfile["top"]> {
  return await database.rows(
    `SELECT value::VARCHAR AS value, count::DOUBLE AS count FROM ${valueTable} WHERE value IS NOT NULL
     ORDER BY count DESC, value LIMIT 10`,
  );
}

/** Twenty bins of equal width between the smallest and the largest finite value; null where these are one. */
async function histogram(database: Database, low: number, high: number): Promise<HistogramBin[] | null> {
  if (!(high > low)) return null;
  const width = (high - low) / bins;
  const bin = `greatest(0, least(floor((value::DOUBLE - ${low}::DOUBLE) / ${width}::DOUBLE), ${bins - 1}))::INTEGER`;
  const counts = await database.rows<{ bin: number; count: number }>(
    `SELECT ${bin} AS bin, sum(count)::DOUBLE AS count FROM ${valueTable} WHERE isfinite(value::DOUBLE)
     GROUP BY bin ORDER BY bin`,
  );
  const found = Array.from({ length: bins }, (_, index) => ({
    lower: low + index * width,
    upper: index === bins - 1 ? high : low + (index + 1) * width,
    count: 0,
  }));
  for (const { bin: index, count } of counts) found[index]!.count = count;
  return found;
}

/** Quantiles as numpy's default has them: linear between the two rows nearest to `level · (rows − 1)`. */
async function quantiles(database: Database, finite: number): Promise<number[]> {
  const ranks = levels.map((level) => level * (finite - 1));
  const at = (rank: number): string => `(min(value) FILTER (upto > ${rank}))`;
  const selected = ranks.flatMap((rank, index) => [
    `${at(Math.floor(rank))} AS low${index}`,
    `${at(Math.ceil(rank))} AS high${index}`,
  ]);
  const [row] = await database.rows<Record<string, number>>(
    `SELECT ${selected.join(", ")} FROM (
      SELECT value::DOUBLE AS value, sum(count) OVER (ORDER BY value::DOUBLE) AS upto
      FROM ${valueTable} WHERE isfinite(value::DOUBLE)
    )`,
  );
  return ranks.map((rank, index) => {
    const low = row![`low${index}`]!;
    return low + (row![`high${index}`]! - low) * (rank - Math.floor(rank));
  });
}

interface NumericRow {
  distinct: number;
  present: number;
  finite: number;
  low: number | null;
  high: number | null;
  mean: number | null;
  zeros: number;
}

async function summarizeNumbers(database: Database): Promise<ColumnSummary> {
  const number = "value::DOUBLE";
  const finite = `FILTER (isfinite(${number}))`;
  const [row] = await database.rows<NumericRow>(
    `SELECT ${counted}, coalesce(sum(count) ${finite}, 0)::DOUBLE AS finite, min(${number}) ${finite} AS low,
      max(${number}) ${finite} AS high, sum(${number} * count) ${finite} / sum(count) ${finite} AS mean,
      coalesce(sum(count) FILTER (${number} = 0), 0)::DOUBLE AS zeros FROM ${valueTable}`,
  );
  const { low, high, mean, ...counts } = row!;
  const none = { min: null, max: null, mean: null, standardDeviation: null, quantiles: null, histogram: null };
  const ends = low === null || high === null || mean === null ? null : { low, high, mean };
  const [spread] = ends
    ? await database.rows<{ deviation: number | null }>(
        `SELECT sqrt(sum(count * (${number} - ${ends.mean}::DOUBLE) ** 2) / nullif(sum(count) - 1, 0)) AS deviation
         FROM ${valueTable} WHERE isfinite(${number})`,
      )
    : [];
  return {
    kind: "numeric",
    ...counts,
    ...(ends
      ? {
          min: ends.low,
          max: ends.high,
          mean: ends.mean,
          standardDeviation: spread!.deviation,
          quantiles: await quantiles(database, counts.finite),
          histogram: await histogram(database, ends.low, ends.high),
        }
      : none),
    top: counts.distinct <= 10 ? await commonest(database) : [],
  };
}

/** Summarizes the column whose values stand in {@link valueTable}. Numbers are exact. */
export async function summarizeColumn(database: Database, kind: ColumnProfile["kind"]): Promise<ColumnSummary> {
  if (kind === "numeric") return summarizeNumbers(database);
  const [row] = await database.rows<{ distinct: number; present: number; first: string | null; last: string | null }>(
    `SELECT ${counted}, min(value)::VARCHAR AS first, max(value)::VARCHAR AS last FROM ${valueTable}`,
  );
  const { first, last, ...counts } = row!;
  return {
    kind,
    ...counts,
    finite: counts.present,
    min: first,
    max: last,
    mean: null,
    standardDeviation: null,
    quantiles: null,
    zeros: null,
    histogram: null,
    top: kind === "time" ? [] : await commonest(database),
  };
}
