import type { Database } from "../engine/database.js";
import { sum, type Cells } from "./cells.js";
import { finite, number } from "./numbers-in-sql.js";

/** Finite values below the reference's smallest and above its largest. */
export interface OutOfRange {
  below: number;
  above: number;
}

/**
 * Rows of each window that lie outside the reference's range; none where the reference has no finite value. Cells that
 * hold one value answer it; where the outermost ones hold several, SQL counts once more.
 *
 * @returns by window, the reference first.
 */
export async function countOutOfRange(
  database: Database,
  relation: string,
  column: string,
  { length, lower, upper, single, reference, windows }: Cells,
): Promise<OutOfRange[]> {
  const counts = windows.map((): OutOfRange => ({ below: 0, above: 0 }));
  if (sum(reference) === 0) return counts;
  let [first, last] = [0, length - 1];
  while (reference[first] === 0) first++;
  while (reference[last] === 0) last--;
  if (single[first] && single[last]) {
    windows.forEach(({ cell, n }, w) => {
      for (let i = 0; i < n.length; i++) {
        if (cell[i]! < first) counts[w]!.below += n[i]!;
        else if (cell[i]! > last) counts[w]!.above += n[i]!;
      }
    });
    return counts;
  }
  const [below, above] = [`${column} < ${number(lower[first]!)}`, `${column} > ${number(upper[last]!)}`];
  const rows = await database.rows<OutOfRange & { w: number }>(
    `SELECT w, CAST(count(*) FILTER (WHERE ${below}) AS DOUBLE) AS below, CAST(count(*) FILTER (WHERE ${above}) AS DOUBLE) AS above
     FROM ${relation} WHERE (${below} OR ${above}) AND ${finite(column)} GROUP BY w ORDER BY w`,
  );
  for (const { w, below: low, above: high } of rows) counts[w] = { below: low, above: high };
  return counts;
}

/** The one value that each window holds, as text; null where it holds several, or none. */
export const constantNumbers = ({ lower, single, windows }: Cells): (string | null)[] =>
  windows.map(({ cell }) => (cell.length === 1 && single[cell[0]!] ? String(lower[cell[0]!]) : null));
