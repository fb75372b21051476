import { readNumbers } from "../engine/columns.js";
import type { Database } from "../engine/database.js";
import {
  emptyCounts,
  fillCounts,
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

interface Found {
  kind: number;
  w: number;
  v: string;
  n: number;
}

/** Counts a text column: each value once in SQL, then the bins, the new and the vanished ones from those counts. */
export async function countCategories(database: Database, rows: WindowRows, column: string): Promise<CategoryCounts> {
  const u = rows.rowsAreUnits ? "" : "u, ";
  const [values, known] = ["drift_values", "drift_known"];
  await database.run(
    `CREATE OR REPLACE TEMP TABLE ${values} AS
     SELECT w, ${u}${column} AS v, CAST(count(*) AS DOUBLE) AS n FROM ${rows.relation} GROUP BY w, ${u}${column};
     CREATE OR REPLACE TEMP TABLE ${known} AS
     SELECT v, n, row_number() OVER (ORDER BY n DESC, v) AS place
     FROM (SELECT v, sum(n) AS n FROM ${values} WHERE w = 0 AND v IS NOT NULL GROUP BY v)`,
  );
  try {
    // Kinds: 0 a top category of the reference, 1 a new one of a window, 2 a vanished one.
    const found = await database.rows<Found>(
      `WITH fresh AS (
         SELECT w, v, n, row_number() OVER (PARTITION BY w ORDER BY n DESC, v) AS place
         FROM (SELECT d.w, d.v, sum(d.n) AS n FROM ${values} d LEFT JOIN ${known} k ON d.v = k.v
               WHERE d.v IS NOT NULL AND k.v IS NULL GROUP BY d.w, d.v)
       ), gone AS (
         SELECT i.w, k.v, row_number() OVER (PARTITION BY i.w ORDER BY k.place) AS place
         FROM ${known} k CROSS JOIN (SELECT DISTINCT w FROM ${values} WHERE w > 0) i
         LEFT JOIN (SELECT DISTINCT w, v FROM ${values}) d ON d.w = i.w AND d.v = k.v WHERE d.v IS NULL
       )
       SELECT 0 AS kind, 0 AS w, place, v, n FROM ${known} WHERE place <= ${mostCategories}
       UNION ALL SELECT 1, w, place, v, n FROM fresh WHERE place <= ${mostListed}
       UNION ALL SELECT 2, w, place, v, 0 FROM gone WHERE place <= ${mostListed}
       ORDER BY kind, w, place`,
    );
    const top = found.filter(({ kind }) => kind === 0).map(({ v }) => v);
    const windows = emptyCounts(rows, top.length + 3);
    const bin = `CASE WHEN d.v IS NULL THEN ${top.length + 2} WHEN k.v IS NULL THEN ${top.length + 1}
      WHEN k.place > ${top.length} THEN ${top.length} ELSE k.place - 1 END`;
    fillCounts(
      windows,
      await readNumbers(
        database,
        { w: "w", u: "u", bin: "bin", n: "n" },
        `(SELECT w, u, bin, sum(n) AS n
          FROM (SELECT d.w, ${u ? "d.u" : "0"} AS u, ${bin} AS bin, d.n FROM ${values} d LEFT JOIN ${known} k ON d.v = k.v)
          GROUP BY w, u, bin ORDER BY w, u, bin)`,
      ),
    );
    const ofWindow = (wanted: number, window: number): Found[] =>
      found.filter(({ kind, w }) => kind === wanted && w === window);
    return {
      labels: [...top, otherCategoriesLabel, newCategoriesLabel, missingLabel].map(named),
      windows,
      newCategories: rows.groups.map((_, w) => ofWindow(1, w).map(({ v, n }) => ({ value: v, count: n }))),
      vanishedCategories: rows.groups.map((_, w) => ofWindow(2, w).map(({ v }) => v)),
    };
  } finally {
    await database.run(`DROP TABLE IF EXISTS ${values}; DROP TABLE IF EXISTS ${known}`);
  }
}
