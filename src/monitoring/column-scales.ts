import type { Database } from "../engine/database.js";
import { finite } from "./numbers-in-sql.js";

/** Where a numeric column's values lie, roughly: it only chooses how to count, never what comes out. */
export interface ColumnScale {
  center: number;
  /** Above 0. */
  scale: number;
  /** Distinct values among the rows looked at. */
  distinct: number;
}

const rowsLookedAt = 5_000;

/** The scales of many numeric columns from the reference's first rows, in one pass. */
export async function columnScales(
  database: Database,
  relation: string,
  columns: readonly string[],
): Promise<ColumnScale[]> {
  if (columns.length === 0) return [];
  const [row] = await database.rows<Record<string, number | number[] | null>>(
    `SELECT ${columns
      .map(
        (column) =>
          `quantile_disc(${column}, [5e-2, 25e-2, 5e-1, 75e-2, 95e-2]) AS q_${column}, CAST(count(DISTINCT ${column}) AS INTEGER) AS n_${column}`,
      )
      .join(", ")} FROM (SELECT ${columns
      .map((column) => `CASE WHEN ${finite(column)} THEN ${column} END AS ${column}`)
      .join(", ")} FROM ${relation} WHERE w = 0 LIMIT ${rowsLookedAt})`,
  );
  return columns.map((column) => {
    const quantiles = row?.[`q_${column}`] as [number, number, number, number, number] | null | undefined;
    const distinct = (row?.[`n_${column}`] as number | null | undefined) ?? 0;
    if (!quantiles) return { center: 0, scale: 1, distinct };
    const [lowest, low, middle, high, highest] = quantiles;
    const common = quantiles.find((value, i) => value === quantiles[i + 1]);
    const scale = [high - low, highest - lowest, Math.abs(middle)].find((width) => width > 0 && width < Infinity) ?? 1;
    return { center: common ?? middle, scale, distinct };
  });
}
