import { identifier } from "../engine/sql.js";
import type { TableColumn } from "./open-table.js";
import type { ColumnProfile } from "./types.js";

/** What one pass over a relation tells about a column. */
export interface ColumnSummary {
  name: string;
  kind: ColumnProfile["kind"];
  present: number;
  /** Present and neither NaN nor infinite. */
  finite: number;
  distinct: number;
  low: number | null;
  high: number | null;
  first: string | null;
  last: string | null;
  mean: number | null;
  deviation: number | null;
  quantiles: number[] | null;
  zeros: number | null;
}

/** The kind of a column by the engine's type. */
export function columnKind(type: string): ColumnProfile["kind"] {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/.test(type)) return "numeric";
  if (/^(TIMESTAMP|DATE|TIME)/.test(type)) return "time";
  return type === "BOOLEAN" ? "boolean" : "categorical";
}

/** The aggregates of one column, named `<what><index>`. */
export function summarySql({ name, type }: TableColumn, index: number, exact: boolean): string {
  const column = identifier(name);
  const kind = columnKind(type);
  const distinct = exact ? `count(DISTINCT ${column})` : `approx_count_distinct(${column})`;
  const common = [`count(${column})::DOUBLE AS present${index}`, `${distinct}::DOUBLE AS distinct${index}`];
  if (kind !== "numeric")
    return [
      ...common,
      `min(${column})::VARCHAR AS first${index}`,
      `max(${column})::VARCHAR AS last${index}`,
      ...["finite", "low", "high", "mean", "deviation", "zeros"].map((what) => `NULL AS ${what}${index}`),
    ].join(", ");
  const value = `${column}::DOUBLE`;
  const finite = `FILTER (isfinite(${value}))`;
  return [
    ...common,
    `count(*) ${finite}::DOUBLE AS finite${index}`,
    `(min(${value}) ${finite}) AS low${index}`,
    `(max(${value}) ${finite}) AS high${index}`,
    `NULL AS first${index}`,
    `NULL AS last${index}`,
    `(avg(${value}) ${finite}) AS mean${index}`,
    `(stddev_samp(${value}) ${finite}) AS deviation${index}`,
    `(count_if(${value} = 0))::DOUBLE AS zeros${index}`,
  ].join(", ");
}

/** The 5, 25, 50, 75 and 95 per cent quantiles of a numeric column, named `quantiles<index>`. */
export function quantileSql({ name, type }: TableColumn, index: number): string[] {
  if (columnKind(type) !== "numeric") return [];
  const value = `${identifier(name)}::DOUBLE`;
  return [`(quantile_cont(${value}, [0.05, 0.25, 0.5, 0.75, 0.95]) FILTER (isfinite(${value}))) AS quantiles${index}`];
}
