import type { Database } from "../engine/database.js";
import type { Cell } from "./bins.js";
import { finite } from "./numbers-in-sql.js";

/** How far two cumulative distributions are apart: at most (Kolmogorov–Smirnov's D), and in all (Wasserstein). */
export interface CumulativeDistance {
  statistic: number;
  wasserstein: number;
}

/** Both distances of each current window to the reference, exact, from every distinct value; in one pass of SQL. */
export async function exactDistances(
  database: Database,
  relation: string,
  column: string,
  windows: number,
): Promise<CumulativeDistance[]> {
  const current = Array.from({ length: windows - 1 }, (_, i) => i + 1);
  const count = (w: number): string => `CAST(count(*) FILTER (WHERE w = ${w}) AS DOUBLE) AS n${w}`;
  const share = (w: number): string => `sum(n${w}) OVER sofar / NULLIF(sum(n${w}) OVER (), 0) AS f${w}`;
  const [row] = await database.rows<Record<string, number | null>>(
    `WITH counted AS (
       SELECT x, ${[0, ...current].map(count).join(", ")}
       FROM (SELECT w, ${column} AS x FROM ${relation}) WHERE ${finite("x")} GROUP BY x
     ), cumulated AS (
       SELECT lead(x) OVER (ORDER BY x) - x AS step, ${[0, ...current].map(share).join(", ")}
       FROM counted WINDOW sofar AS (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
     )
     SELECT ${current
       .map((w) => `max(abs(f${w} - f0)) AS d${w}, sum(abs(f${w} - f0) * step) AS e${w}`)
       .join(", ")} FROM cumulated`,
  );
  const value = (name: string): number => row?.[name] ?? Number.NaN;
  return current.map((w) => ({
    statistic: value(`d${w}`),
    wasserstein: Number.isFinite(value(`d${w}`)) ? (row?.[`e${w}`] ?? 0) : Number.NaN,
  }));
}

/**
 * The same from a grid of cells: D at the cells' upper ends (never above the true D, and below it by at most the
 * largest share that one cell holds), Wasserstein with each cell's rows at its middle.
 */
export function gridDistance(cells: readonly Cell[], window: number): CumulativeDistance {
  const total = (w: number): number => cells.reduce((sum, { counts }) => sum + counts[w]!, 0);
  const n = total(0);
  const m = total(window);
  if (n === 0 || m === 0) return { statistic: Number.NaN, wasserstein: Number.NaN };
  let reference = 0;
  let current = 0;
  let statistic = 0;
  let wasserstein = 0;
  let last = Number.NaN;
  for (const { lower, upper, counts } of cells) {
    const middle = lower / 2 + upper / 2;
    const gap = Math.abs(reference / n - current / m);
    if (gap > 0) wasserstein += gap * (middle - last);
    reference += counts[0]!;
    current += counts[window]!;
    statistic = Math.max(statistic, Math.abs(reference / n - current / m));
    last = middle;
  }
  return { statistic, wasserstein };
}
