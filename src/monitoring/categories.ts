import { readColumns } from "../engine/columns.js";
import type { Database } from "../engine/database.js";
import {
  emptyCounts,
  missingLabel,
  named,
  newCategoriesLabel,
  otherCategoriesLabel,
  type BinnedColumn,
} from "./bin-counts.js";
import type { WindowRows } from "./rows.js";

/** A text column's counts: the commonest categories of the reference, the rest pooled, new ones apart. */
export interface CategoryCounts extends BinnedColumn {
  /** By window: categories that the reference does not have, the commonest first, at most ten. */
  newCategories: { value: string; count: number }[][];
  /** By window: categories of the reference that it does not have, the commonest first, at most ten. */
  vanishedCategories: string[][];
}

const mostCategories = 30;
const mostListed = 10;

/** Counts a text column: each value once in SQL, then the bins, the new and the vanished ones from those counts. */
export async function countCategories(database: Database, rows: WindowRows, column: string): Promise<CategoryCounts> {
  const u = rows.rowsAreUnits ? "" : "u, ";
  const made = "drift_values";
  await database.run(
    `CREATE OR REPLACE TEMP TABLE ${made} AS
     SELECT w, ${u}v, CAST(n AS DOUBLE) AS n FROM (SELECT w, ${u}${column} AS v, count(*) AS n FROM ${rows.relation} GROUP BY w, ${u}${column})`,
  );
  try {
    // Kinds: 0 a top category by place, 1 a count by unit and bin, 2 a new category, 3 a vanished one.
    const {
      rows: length,
      numbers,
      texts,
    } = await readColumns(
      database,
      `WITH known AS (
         SELECT v, n, row_number() OVER (ORDER BY n DESC, v) AS place
         FROM (SELECT v, sum(n) AS n FROM ${made} WHERE w = 0 AND v IS NOT NULL GROUP BY v)
       ), fresh AS (
         SELECT w, v, n, row_number() OVER (PARTITION BY w ORDER BY n DESC, v) AS place
         FROM (SELECT w, v, sum(n) AS n FROM ${made} WHERE v IS NOT NULL AND v NOT IN (SELECT v FROM known) GROUP BY w, v)
       ), gone AS (
         SELECT i.w, k.v, row_number() OVER (PARTITION BY i.w ORDER BY k.n DESC, k.v) AS place
         FROM known k CROSS JOIN (SELECT DISTINCT w FROM ${made}) i
         LEFT JOIN (SELECT DISTINCT w, v FROM ${made}) d ON d.w = i.w AND d.v = k.v WHERE d.v IS NULL
       ), binned AS (
         SELECT d.w, ${u ? "d.u" : "0"} AS u, CASE WHEN d.v IS NULL THEN ${mostCategories + 2} WHEN k.v IS NULL THEN ${mostCategories + 1} ELSE LEAST(k.place - 1, ${mostCategories}) END AS bin, d.n
         FROM ${made} d LEFT JOIN known k ON d.v = k.v
       )
       SELECT 0 AS kind, 0 AS w, 0 AS u, CAST(place AS INTEGER) AS place, v, n FROM known WHERE place <= ${mostCategories}
       UNION ALL SELECT 1, CAST(w AS INTEGER), CAST(u AS INTEGER), CAST(bin AS INTEGER), NULL, sum(n) FROM binned GROUP BY w, u, bin
       UNION ALL SELECT 2, CAST(w AS INTEGER), 0, CAST(place AS INTEGER), v, n FROM fresh WHERE place <= ${mostListed}
       UNION ALL SELECT 3, CAST(w AS INTEGER), 0, CAST(place AS INTEGER), v, 0 FROM gone WHERE place <= ${mostListed}
       ORDER BY kind, w, u, place`,
    );
    return gather(rows, length, numbers, texts["v"]!);
  } finally {
    await database.run(`DROP TABLE IF EXISTS ${made}`);
  }
}

function gather(
  rows: WindowRows,
  length: number,
  numbers: Record<string, Float64Array>,
  v: readonly string[],
): CategoryCounts {
  const [kind, w, u, place, n] = ["kind", "w", "u", "place", "n"].map((name) => numbers[name]!) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const top: string[] = [];
  const newCategories: CategoryCounts["newCategories"] = rows.groups.map(() => []);
  const vanishedCategories: string[][] = rows.groups.map(() => []);
  let at = 0;
  for (; at < length && kind[at] === 0; at++) top.push(v[at]!);
  const width = top.length + 3;
  const windows = emptyCounts(rows, width);
  for (; at < length; at++) {
    const window = w[at]!;
    if (kind[at] === 1) {
      const bin = place[at]! < mostCategories ? place[at]! : place[at]! - mostCategories + top.length;
      windows[window]!.counts[u[at]! * width + bin] = n[at]!;
    } else if (kind[at] === 2) newCategories[window]!.push({ value: v[at]!, count: n[at]! });
    else if (window > 0) vanishedCategories[window]!.push(v[at]!);
  }
  return {
    labels: [...top, otherCategoriesLabel, newCategoriesLabel, missingLabel].map(named),
    windows,
    newCategories,
    vanishedCategories,
  };
}
