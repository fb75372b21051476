import type { Database } from "../engine/database.js";
import { literal } from "../engine/sql.js";
import type { NumericBin } from "./bins.js";
import { finite, number } from "./numbers-in-sql.js";
import type { UnitCounts } from "./resample.js";

/** Labels of the bins that are no stretch of values; a category of the same name cannot be mistaken: they are pooled apart. */
export const missingLabel = "(missing)";
export const notFiniteLabel = "(not a finite number)";
export const otherValuesLabel = "(other values)";
export const otherCategoriesLabel = "(other)";
export const newCategoriesLabel = "(new)";

export interface BinLabel {
  lower: number | null;
  upper: number | null;
  value: string | null;
}

/** A column's counts by bin and unit for each window, the reference first. */
export interface BinnedColumn {
  labels: BinLabel[];
  windows: UnitCounts[];
}

async function countUnits(
  database: Database,
  source: string,
  width: number,
  groups: readonly number[],
  rowsAreUnits: boolean,
): Promise<UnitCounts[]> {
  const columns = await database.columns(
    `SELECT w, u, bin, CAST(sum(n) AS DOUBLE) AS n FROM ${source} GROUP BY w, u, bin ORDER BY w, u, bin`,
  );
  const windows = groups.map((units) => ({ units, width, rowsAreUnits, counts: new Float64Array(units * width) }));
  const [w, u, bin, n] = [columns["w"]!, columns["u"]!, columns["bin"]!, columns["n"]!];
  for (let i = 0; i < w.length; i++)
    windows[Number(w[i])]!.counts[Number(u[i]) * width + Number(bin[i])] = Number(n[i]);
  return windows;
}

/** Counts of a numeric column in given bins, with bins for other values, values that are not finite, and missing ones. */
export function countNumericBins(
  database: Database,
  relation: string,
  column: string,
  bins: readonly NumericBin[],
  groups: readonly number[],
  rowsAreUnits: boolean,
): Promise<BinnedColumn> {
  const labels: BinLabel[] = bins.map(({ lower, upper, atom }) =>
    atom === null ? { lower, upper, value: null } : { lower: atom, upper: atom, value: String(atom) },
  );
  const inside = ({ lower, upper }: NumericBin): string =>
    [lower === null ? "" : `x >= ${number(lower)}`, upper === null ? "" : `x < ${number(upper)}`]
      .filter(Boolean)
      .join(" AND ") || "TRUE";
  const branches = [
    `WHEN x IS NULL THEN ${bins.length + 2}`,
    `WHEN NOT ${finite("x")} THEN ${bins.length + 1}`,
    ...bins.flatMap(({ atom }, i) => (atom === null ? [] : [`WHEN x = ${number(atom)} THEN ${i}`])),
    ...bins.flatMap((bin, i) => (bin.atom === null ? [`WHEN ${inside(bin)} THEN ${i}`] : [])),
  ];
  labels.push(
    ...[otherValuesLabel, notFiniteLabel, missingLabel].map((value) => ({ lower: null, upper: null, value })),
  );
  const source = `(SELECT w, u, CASE ${branches.join(" ")} ELSE ${bins.length} END AS bin, 1 AS n
    FROM (SELECT w, u, ${column} AS x FROM ${relation}))`;
  return countUnits(database, source, labels.length, groups, rowsAreUnits).then((windows) => ({ labels, windows }));
}

/** A text column's counts: the commonest categories of the reference, the rest pooled, new ones apart. */
export interface CategoryCounts extends BinnedColumn {
  /** By window: categories that the reference does not have, the commonest first, at most ten. */
  newCategories: { value: string; count: number }[][];
  /** By window: categories of the reference that it does not have, the commonest first, at most ten. */
  vanishedCategories: string[][];
}

const mostCategories = 30;
const mostListed = 10;

export async function countCategories(
  database: Database,
  relation: string,
  column: string,
  groups: readonly number[],
  rowsAreUnits: boolean,
): Promise<CategoryCounts> {
  await database.run(
    `CREATE OR REPLACE TEMP TABLE drift_values AS
     SELECT w, u, ${column} AS v, count(*) AS n FROM ${relation} GROUP BY w, u, ${column}`,
  );
  try {
    const top = (
      await database.rows<{ v: string }>(
        `SELECT v FROM drift_values WHERE w = 0 AND v IS NOT NULL GROUP BY v ORDER BY sum(n) DESC, v LIMIT ${mostCategories}`,
      )
    ).map(({ v }) => v);
    const labels: BinLabel[] = [...top, otherCategoriesLabel, newCategoriesLabel, missingLabel].map((value) => ({
      lower: null,
      upper: null,
      value,
    }));
    const branches = top.map((value, i) => `WHEN d.v = ${literal(value)} THEN ${i}`);
    const source = `(SELECT d.w, d.u, d.n, CASE WHEN d.v IS NULL THEN ${top.length + 2} ${branches.join(" ")}
        WHEN r.v IS NULL THEN ${top.length + 1} ELSE ${top.length} END AS bin
      FROM drift_values d LEFT JOIN (SELECT DISTINCT v FROM drift_values WHERE w = 0 AND v IS NOT NULL) r ON d.v = r.v)`;
    const windows = await countUnits(database, source, labels.length, groups, rowsAreUnits);
    const fresh = await database.rows<{ w: number; v: string; n: number }>(
      `SELECT w, v, n FROM (
         SELECT d.w, d.v, CAST(sum(d.n) AS DOUBLE) AS n,
                row_number() OVER (PARTITION BY d.w ORDER BY sum(d.n) DESC, d.v) AS place
         FROM drift_values d LEFT JOIN (SELECT DISTINCT v FROM drift_values WHERE w = 0) r ON d.v = r.v
         WHERE d.v IS NOT NULL AND r.v IS NULL GROUP BY d.w, d.v)
       WHERE place <= ${mostListed} ORDER BY w, place`,
    );
    const gone = await database.rows<{ w: number; v: string }>(
      `SELECT w, v FROM (
         SELECT i.w, r.v, row_number() OVER (PARTITION BY i.w ORDER BY r.n DESC, r.v) AS place
         FROM (SELECT v, sum(n) AS n FROM drift_values WHERE w = 0 AND v IS NOT NULL GROUP BY v) r
         CROSS JOIN (SELECT DISTINCT w FROM drift_values WHERE w > 0) i
         LEFT JOIN (SELECT DISTINCT w, v FROM drift_values) d ON d.w = i.w AND d.v = r.v
         WHERE d.v IS NULL)
       WHERE place <= ${mostListed} ORDER BY w, place`,
    );
    return {
      labels,
      windows,
      newCategories: groups.map((_, w) =>
        fresh.filter((row) => row.w === w).map(({ v, n }) => ({ value: v, count: n })),
      ),
      vanishedCategories: groups.map((_, w) => gone.filter((row) => row.w === w).map(({ v }) => v)),
    };
  } finally {
    await database.run("DROP TABLE IF EXISTS drift_values");
  }
}
