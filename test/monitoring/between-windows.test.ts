import { describe, expect, it } from "vitest";
import { Database } from "../../src/engine/database.js";
import { driftBetween } from "../../src/monitoring/between-windows.js";
import { measureDrift } from "../../src/monitoring/measure.js";
import type { ColumnDrift } from "../../src/monitoring/types.js";

/** A number between 0 and 1 that looks drawn at random. */
const uniform = (key: string): string => `(((('0x' || substr(md5(i || '${key}'), 1, 8))::UBIGINT) + 0.5) / 4294967296)`;
const sql = (seed: number, mean: number, share: number): string =>
  `(SELECT ${mean} + sqrt(-2 * ln(${uniform(`a${seed}`)})) * cos(2 * pi() * ${uniform(`b${seed}`)}) AS x,
    CASE WHEN ${uniform(`c${seed}`)} < ${share} THEN 'a' WHEN i % 3 = 0 THEN 'b' ELSE 'c' END AS kind,
    i // 40 AS day FROM range(3000) t(i))`;
const training = sql(1, 0, 0.4);
const january = sql(2, 0.1, 0.4);
const april = sql(3, 0.9, 0.7);

async function columns(reference: string, current: string): Promise<ColumnDrift[]> {
  const database = await Database.open({ threads: 1 });
  try {
    const side = (relation: string) => ({ relation, source: "", from: null, to: null, sha256: null });
    const measured = await measureDrift(database, {
      reference: side(reference),
      current: side(current),
      columns: [
        { name: "x", type: "numeric", role: "feature" },
        { name: "kind", type: "categorical", role: "feature" },
      ],
      unit: "day",
      level: 0.95,
      seed: 1,
      resamples: 200,
      jointRows: 0,
    });
    return measured.columns;
  } finally {
    database.close();
  }
}

describe("one window against another, from both against training", () => {
  it("agrees with measuring the two windows themselves", async () => {
    const [early, late, direct] = await Promise.all([
      columns(training, january),
      columns(training, april),
      columns(january, april),
    ]);
    for (const [i, column] of direct.entries()) {
      const between = driftBetween(early[i]!, late[i]!, 0.95);
      expect(between.referenceRows).toBe(column.referenceRows);
      expect(between.currentRows).toBe(column.currentRows);
      // Bins are training's, not January's: the same drift, cut a little differently.
      expect(Math.abs(between.effect.estimate / column.effect.estimate - 1)).toBeLessThan(0.1);
      expect(between.effect.lower).toBeGreaterThan(0.1);
      expect(between.effect.upper).toBeGreaterThan(column.effect.estimate);
      expect(between.test.pValue).toBeLessThan(1e-6);
    }
  });

  it("finds nothing between a window and itself", async () => {
    for (const column of await columns(training, april)) {
      const between = driftBetween(column, column, 0.95);
      expect(between.effect).toMatchObject({ estimate: 0, lower: 0 });
      expect(between.measures.totalVariation).toBe(0);
      expect(between.newCategories).toEqual([]);
    }
  });
});

describe("categories", () => {
  it("are new where the earlier window has none, and vanish where the later one has none", async () => {
    const [, kind] = await columns(training, training);
    const bins = (counts: Record<string, number>): ColumnDrift => ({
      ...kind!,
      bins: Object.entries(counts).map(([value, current]) => ({
        lower: null,
        upper: null,
        value,
        reference: 9,
        current,
      })),
    });
    const between = driftBetween(bins({ a: 50, b: 50, c: 0 }), bins({ a: 50, b: 0, c: 50 }), 0.95);
    expect(between.newCategories).toEqual([{ value: "c", count: 50 }]);
    expect(between.vanishedCategories).toEqual(["b"]);
  });
});
