import { readNumbers } from "../engine/columns.js";
import type { Database } from "../engine/database.js";
import { countsByWindow, emptyCells, type ValueCounts } from "./cells.js";
import { finite, number } from "./numbers-in-sql.js";
import type { ColumnScale } from "./column-scales.js";

/** Cells on each side of the centre. */
const halfCells = 1024;
/** Keys that no cell has, at any level. */
const notFiniteKey = 1e12;
const missingKey = 2e12;
/** Parts into which a cell that holds too much is cut, and how often that is done. */
const parts = 64;
const levels = 4;
/** A cell with more of the reference than this share, and more than one value, is looked into again. */
const heavyShare = 1 / 200;

interface Key {
  key: number;
  counts: number[];
  lower: number;
  upper: number;
  /** Of the reference alone; NaN where it has nothing there. */
  referenceLower: number;
  referenceUpper: number;
}

interface Counted {
  keys: Key[];
  notFinite: Float64Array;
  missing: Float64Array;
}

/**
 * Which cell a value lies in. Cells are narrow near the centre and wide far from it, d → d / (s + |d|) for the distance
 * d to the centre, so that no extreme value takes their number; the centre itself is a cell. Quarters, so that nothing
 * overflows.
 */
function cellOf({ center, scale }: ColumnScale): string {
  const distance = `(x * 25e-2 - ${number(center / 4)})`;
  return `sign(${distance}) * ceil(${number(halfCells)} * (abs(${distance}) / (${number(scale / 4)} + abs(${distance}))))`;
}

/** A width without overflow: 1/1,024 of it. */
const stepOf = (lower: number, upper: number): number => (upper / 1024 - lower / 1024) / parts;

async function countKeys(database: Database, source: string, windows: number): Promise<Counted> {
  const numbers = await readNumbers(
    database,
    { w: "w", key: "key", n: "n", lower: "lower", upper: "upper" },
    `(SELECT w, key, count(*) AS n, min(x) AS lower, max(x) AS upper
      FROM ${source} GROUP BY w, key ORDER BY w, key)`,
  );
  const keys = new Map<number, Key>();
  const notFinite = new Float64Array(windows);
  const missing = new Float64Array(windows);
  const windowOf = numbers["w"]!;
  const keyOf = numbers["key"]!;
  const rowsOf = numbers["n"]!;
  const lowerOf = numbers["lower"]!;
  const upperOf = numbers["upper"]!;
  for (let i = 0; i < windowOf.length; i++) {
    const [w, key, n, lower, upper] = [windowOf[i]!, keyOf[i]!, rowsOf[i]!, lowerOf[i]!, upperOf[i]!];
    if (key === notFiniteKey || key === missingKey) {
      (key === missingKey ? missing : notFinite)[w]! += n;
      continue;
    }
    let known = keys.get(key);
    if (!known) {
      const counts = Array.from({ length: windows }, () => 0);
      known = { key, counts, lower, upper, referenceLower: NaN, referenceUpper: NaN };
      keys.set(key, known);
    }
    known.counts[w] = n;
    known.lower = Math.min(known.lower, lower);
    known.upper = Math.max(known.upper, upper);
    if (w === 0) [known.referenceLower, known.referenceUpper] = [lower, upper];
  }
  return { keys: [...keys.values()].sort((a, b) => a.key - b.key), notFinite, missing };
}

/**
 * Counts of a numeric column in a fine grid, in one pass for any number of rows: about 2,000 cells around the
 * reference's centre. Each that holds more than 1/200 of the reference and several values is cut into 64, up to three
 * times. The grid only bounds the error: no cell of several values holds more, so a cumulative share is known to 1/200.
 *
 * @param relation rows with `w` and the column.
 */
export async function countGrid(
  database: Database,
  relation: string,
  column: string,
  scale: ColumnScale,
  windows: number,
): Promise<ValueCounts> {
  let source = `(SELECT w, x, CASE WHEN ${finite("x")} THEN ${cellOf(scale)} WHEN x IS NULL THEN ${number(missingKey)} ELSE ${number(notFiniteKey)} END AS key
    FROM (SELECT w, ${column} AS x FROM ${relation}))`;
  const first = await countKeys(database, source, windows);
  let counted = first.keys;
  const total = counted.reduce((sum, { counts }) => sum + counts[0]!, 0);
  const isHeavy = ({ counts, lower, upper }: Key): boolean =>
    counts[0]! > Math.max(1, total * heavyShare) && stepOf(lower, upper) > 0;
  const settled: { path: number; key: Key }[] = [];
  let unit = 1;
  for (let level = 1; ; level++) {
    const heavy = level < levels ? counted.filter(isHeavy) : [];
    const again = new Set(heavy);
    for (const key of counted) if (!again.has(key)) settled.push({ path: key.key * unit, key });
    if (heavy.length === 0) break;
    // The ends of a cell are parts of their own: a common value at an end is told apart at once.
    const inside = `LEAST(${parts}, 1 + CAST(floor((s.x / 1024e0 - v.lower / 1024e0) / v.step) AS INTEGER))`;
    const ranges = heavy.map(
      ({ key, lower, upper }) => `(${key}, ${number(lower)}, ${number(upper)}, ${number(stepOf(lower, upper))})`,
    );
    source = `(SELECT s.w, s.x, CAST(s.key AS BIGINT) * ${parts + 2} + CASE WHEN s.x <= v.lower THEN 0 WHEN s.x >= v.upper THEN ${parts + 1} ELSE ${inside} END AS key
      FROM ${source} s JOIN (VALUES ${ranges.join(", ")}) AS v(key, lower, upper, step) ON s.key = v.key)`;
    unit /= parts + 2;
    counted = (await countKeys(database, source, windows)).keys;
  }
  settled.sort((a, b) => a.path - b.path);
  const cells = emptyCells(settled.length);
  const entries = { window: [] as number[], cell: [] as number[], n: [] as number[] };
  settled.forEach(({ key: { counts, lower, upper, referenceLower, referenceUpper } }, i) => {
    cells.lower[i] = counts[0]! > 0 ? referenceLower : lower;
    cells.upper[i] = counts[0]! > 0 ? referenceUpper : upper;
    cells.single[i] = lower === upper ? 1 : 0;
    cells.reference[i] = counts[0]!;
    counts.forEach((count, w) => {
      if (count === 0) return;
      entries.window.push(w);
      entries.cell.push(i);
      entries.n.push(count);
    });
  });
  return {
    cells: { ...cells, windows: countsByWindow(windows, { ...entries, length: entries.n.length }) },
    exact: cells.single.every(Boolean),
    notFinite: first.notFinite,
    missing: first.missing,
  };
}
