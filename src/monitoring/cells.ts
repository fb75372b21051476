import type { Database } from "../engine/database.js";
import type { Cell } from "./bins.js";
import { finite, number } from "./numbers-in-sql.js";

const firstCells = 1024;
const furtherCells = 64;
const levels = 4;
/** A cell with more of the reference than this share is looked into again. */
const heavyShare = 1 / 200;

interface Key {
  key: number;
  counts: number[];
  /** Over the reference; over all where the reference has none. */
  lower: number;
  upper: number;
  /** All rows of all windows share one value. */
  single: boolean;
}

/** Which of `parts` equal cells of [lower, upper] a value lies in: 0 below, `parts` + 1 above. Without overflow. */
function cellOf(x: string, lower: string, upper: string, step: string, parts: number): string {
  return `CASE WHEN ${x} < ${lower} THEN 0 WHEN ${x} > ${upper} THEN ${parts + 1}
    ELSE 1 + LEAST(${parts - 1}, CAST(floor((${x} / 1024e0 - ${lower} / 1024e0) / ${step}) AS INTEGER)) END`;
}

/** A 1,024th of a cell's width: what `cellOf` divides by. */
const stepOf = (lower: number, upper: number, parts: number): number => (upper / 1024 - lower / 1024) / parts;

async function countKeys(database: Database, source: string, windows: number): Promise<Key[]> {
  const columns = await database.columns(
    `SELECT w, CAST(key AS DOUBLE) AS key, CAST(count(*) AS DOUBLE) AS n, min(x) AS lower, max(x) AS upper
     FROM ${source} GROUP BY w, key ORDER BY w, key`,
  );
  const keys = new Map<number, Key>();
  columns["w"]!.forEach((w, i) => {
    const key = Number(columns["key"]![i]);
    const lower = Number(columns["lower"]![i]);
    const upper = Number(columns["upper"]![i]);
    const known = keys.get(key);
    if (known) {
      known.single = known.single && lower === upper && lower === known.lower;
      known.counts[Number(w)] = Number(columns["n"]![i]);
    } else {
      const counts = Array.from({ length: windows }, () => 0);
      counts[Number(w)] = Number(columns["n"]![i]);
      keys.set(key, { key, counts, lower, upper, single: lower === upper });
    }
  });
  return [...keys.values()].sort((a, b) => a.key - b.key);
}

/**
 * Counts of a numeric column in a fine grid that the reference alone chooses: equal cells over its range, and again
 * inside each cell that holds more than 1/200 of it. No approximate quantiles, so every engine gives the same.
 *
 * @param relation rows with `w` and the column, as `windowRows` makes them.
 * @param range smallest and largest finite value of the reference.
 * @returns cells in order of value; `exact` where each holds a single value.
 */
export async function countCells(
  database: Database,
  relation: string,
  column: string,
  range: { lower: number; upper: number },
  windows: number,
): Promise<{ cells: Cell[]; exact: boolean }> {
  const step = stepOf(range.lower, range.upper, firstCells);
  const key =
    step > 0
      ? cellOf("x", number(range.lower), number(range.upper), number(step), firstCells)
      : `CASE WHEN x < ${number(range.lower)} THEN 0 WHEN x > ${number(range.upper)} THEN 2 ELSE 1 END`;
  let source = `(SELECT w, x, ${key} AS key FROM (SELECT w, ${column} AS x FROM ${relation}) WHERE ${finite("x")})`;
  let counted = await countKeys(database, source, windows);
  const total = counted.reduce((sum, { counts }) => sum + counts[0]!, 0);
  const isHeavy = ({ counts, lower, upper }: Key): boolean =>
    counts[0]! > Math.max(1, total * heavyShare) && stepOf(lower, upper, furtherCells) > 0;
  const settled: { path: number; key: Key }[] = [];
  let scale = 1;
  for (let level = 1; ; level++) {
    const heavy = level < levels ? counted.filter(isHeavy) : [];
    for (const key of counted) if (!heavy.includes(key)) settled.push({ path: key.key * scale, key });
    if (heavy.length === 0) break;
    const parts = heavy.map(
      ({ key, lower, upper }) =>
        `(${key}, ${number(lower)}, ${number(upper)}, ${number(stepOf(lower, upper, furtherCells))})`,
    );
    source = `(SELECT s.w, s.x, CAST(s.key AS BIGINT) * ${furtherCells + 2} + ${cellOf("s.x", "v.lower", "v.upper", "v.step", furtherCells)} AS key
      FROM ${source} s JOIN (VALUES ${parts.join(", ")}) AS v(key, lower, upper, step) ON s.key = v.key)`;
    scale /= furtherCells + 2;
    counted = await countKeys(database, source, windows);
  }
  settled.sort((a, b) => a.path - b.path);
  return {
    cells: settled.map(({ key: { lower, upper, counts } }) => ({ lower, upper, counts })),
    exact: settled.every(({ key }) => key.single),
  };
}
