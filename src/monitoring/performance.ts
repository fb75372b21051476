import { readNumbers } from "../engine/columns.js";
import type { Database } from "../engine/database.js";
import { fileLiteral, identifier } from "../engine/sql.js";
import type { Metric } from "../metrics/metric.js";

/** A metric in one period of time; `split` is the part most of its rows belong to. */
export interface PerformancePoint {
  /** ISO date of the period's first day; where the evidence is a replay, the part's name and no date. */
  from: string;
  value: number;
  n: number;
  split: string;
}

/** How rows fall into periods: SQL that numbers a row's period in time's order (NULL leaves it out), and each one's name. */
export interface Periods {
  /** May read `time` of the predictions, and `part` where `parts` is given. */
  sql: string;
  /** A query of `id` and `part`, where the predictions do not know their part. */
  parts?: string;
  nameOf(period: number): string;
}

const day = 86_400_000;

/** Calendar weeks, named by the ISO date of their Monday. */
export const weeks: Periods = {
  // 1 January 1970 was a Thursday.
  sql: `CAST(floor((epoch_ms("time") / ${day}e0 + 3) / 7) AS INTEGER)`,
  nameOf: (period) => new Date((7 * period - 3) * day).toISOString().slice(0, 10),
};

/**
 * A metric of one run's predictions per period, in time's order. Rows without a label are left out; without a period
 * there are no points.
 *
 * @param path the run's predictions, as tracking writes them.
 */
export async function performanceOver(
  database: Database,
  path: string,
  metric: Metric,
  { sql, parts, nameOf }: Periods,
): Promise<PerformancePoint[]> {
  const predictions = `read_parquet(${fileLiteral(path)}, file_row_number = true)`;
  const source = `(SELECT label, prediction, split, file_row_number AS place, ${sql} AS period
    FROM ${predictions} p ${parts ? `JOIN (${parts}) q ON CAST(p.id AS VARCHAR) = q.id` : ""}
    WHERE label IS NOT NULL)`;
  const numbers = await readNumbers(
    database,
    { period: "period", label: "label", prediction: "prediction" },
    `(SELECT period, label, prediction FROM ${source} WHERE period IS NOT NULL ORDER BY period, place)`,
  );
  const splits = await database.rows<{ period: number; split: string }>(
    `SELECT period, split FROM (
       SELECT CAST(period AS INTEGER) AS period, split, row_number() OVER (PARTITION BY period ORDER BY count(*) DESC, split) AS place
       FROM ${source} WHERE period IS NOT NULL GROUP BY period, split)
     WHERE place = 1 ORDER BY period`,
  );
  const [period, label, prediction] = [numbers["period"]!, numbers["label"]!, numbers["prediction"]!];
  const rows = period.length;
  const points: PerformancePoint[] = [];
  for (let start = 0; start < rows;) {
    let end = start + 1;
    while (end < rows && period[end] === period[start]) end++;
    const value = metric.prepare({ label: label.subarray(start, end), prediction: prediction.subarray(start, end) })();
    points.push({
      from: nameOf(period[start]!),
      value,
      n: end - start,
      split: splits[points.length]!.split,
    });
    start = end;
  }
  return points;
}

/** Parts of a replay, named as its windows; 0 is the reference. */
export const replayParts = (numbered: string, id: string, names: readonly string[]): Periods => ({
  sql: "part",
  parts: `SELECT CAST(${identifier(id)} AS VARCHAR) AS id, drift_window AS part FROM (${numbered}) WHERE drift_window IS NOT NULL`,
  nameOf: (period) => ["Training", ...names][period]!,
});
