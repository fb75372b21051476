import { expect, it } from "vitest";
import { withDatabase } from "../../src/engine/database.js";
import { profileTable } from "../../src/tables/profile-table.js";

const rows = 20_011;

/** As numpy's default: linear between the two nearest places. */
function quantile(sorted: Float64Array, level: number): number {
  const place = level * (sorted.length - 1);
  const low = sorted[Math.floor(place)]!;
  return low + (sorted[Math.ceil(place)]! - low) * (place - Math.floor(place));
}

it("tells exact numbers of a table of any size, as counted again from its values", () =>
  withDatabase(async (database) => {
    await database.run(`CREATE TABLE made AS SELECT
      CASE WHEN i % 10 > 0 THEN ((i * 7919) % 4999) / 7 END AS value, i % 3 AS few,
      CASE WHEN i % 4 > 0 THEN 'k' || (i % 13) END AS count, i % 2 = 0 AS flag,
      TIMESTAMP '2024-01-01' + to_minutes(i % 77) AS moment, 'a' || i AS order_id
      FROM (SELECT range AS i FROM range(${rows}))`);
    const profile = await profileTable(database, "made", "a title");
    expect(profile).toMatchObject({ table: "a title", rows, duplicateRows: 0 });
    const [value, few, text, flag, moment, id] = profile.columns;
    const present = Array.from({ length: rows }, (_, i) => i)
      .filter((i) => i % 10 > 0)
      .map((i) => ((i * 7919) % 4999) / 7);
    const mean = present.reduce((sum, x) => sum + x, 0) / present.length;
    expect(value).toMatchObject({
      kind: "numeric",
      missing: rows - present.length,
      nonFinite: 0,
      distinct: new Set(present).size,
      min: Math.min(...present),
      max: Math.max(...present),
      zeros: present.filter((x) => x === 0).length,
      top: [],
      notes: [],
    });
    expect(value!.mean).toBeCloseTo(mean, 9);
    const squares = present.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    expect(value!.standardDeviation).toBeCloseTo(Math.sqrt(squares / (present.length - 1)), 9);
    const sorted = Float64Array.from(present).sort();
    [0.05, 0.25, 0.5, 0.75, 0.95].forEach((level, index) =>
      expect(value!.quantiles![index]).toBeCloseTo(quantile(sorted, level), 9),
    );
    const bars = value!.histogram!;
    expect(bars).toHaveLength(20);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(present.length);
    const [, , third] = bars;
    expect(third!.count).toBe(present.filter((x) => x >= third!.lower && x < third!.upper).length);
    expect(few!.top.map(({ value: shown }) => shown)).toEqual(["0", "1", "2"]);
    expect(text).toMatchObject({ kind: "categorical", distinct: 13, missing: Math.ceil(rows / 4) });
    expect(text!.top).toHaveLength(10);
    expect(flag).toMatchObject({ kind: "boolean", distinct: 2, top: [{ value: "true" }, { value: "false" }] });
    expect(moment).toMatchObject({ kind: "time", min: "2024-01-01 00:00:00", max: "2024-01-01 01:16:00", top: [] });
    expect(id!.notes).toEqual(["looks like an id"]);
  }));

it("counts rows that repeat an earlier one, missing values included", () =>
  withDatabase(async (database) => {
    await database.run(
      "CREATE TABLE made AS SELECT range // 3 AS a, NULL::VARCHAR AS b FROM range(9) UNION ALL SELECT NULL, 'x'",
    );
    expect((await profileTable(database, "made", "made")).duplicateRows).toBe(6);
  }));

it("has nulls, not zeros, where a column defines no number", () =>
  withDatabase(async (database) => {
    await database.run(
      "CREATE TABLE made AS SELECT 'nan'::DOUBLE AS wild, NULL::INTEGER AS none, 5 AS one FROM range(3)",
    );
    const [wild, none, one] = (await profileTable(database, "made", "made")).columns;
    const undefinedNumbers = {
      min: null,
      max: null,
      mean: null,
      standardDeviation: null,
      quantiles: null,
      histogram: null,
    };
    expect(wild).toMatchObject({ ...undefinedNumbers, missing: 0, nonFinite: 3 });
    expect(none).toMatchObject({ ...undefinedNumbers, missing: 3, distinct: 0, notes: ["all missing"] });
    expect(one).toMatchObject({ min: 5, mean: 5, standardDeviation: 0, quantiles: [5, 5, 5, 5, 5], histogram: null });
  }));

it("profiles no rows", () =>
  withDatabase(async (database) => {
    await database.run("CREATE TABLE made (a DOUBLE, b VARCHAR)");
    const { rows: none, columns, duplicateRows } = await profileTable(database, "made", "made");
    expect([none, duplicateRows, columns.map(({ distinct }) => distinct)]).toEqual([0, 0, [0, 0]]);
  }));
