import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/engine/database.js";
import { AssayError } from "../../src/lib/errors.js";
import { measureOverTime, type WindowShape } from "../../src/monitoring/measure-windows.js";
import { calendarWindows, cutWindows, type WindowCut } from "../../src/monitoring/windows.js";

let database: Database;
beforeAll(async () => {
  database = await Database.open({ memoryLimit: "1GB", threads: 2 });
});
afterAll(() => database.close());

async function rowsBy(relation: string, cut: WindowCut, time = "t"): Promise<[string, number][]> {
  const { windows, number } = await cutWindows(database, { relation, source: "log" }, time, cut);
  const found = await database.rows<{ w: number; n: number }>(
    `SELECT CAST(${number} AS INTEGER) AS w, CAST(count(*) AS INTEGER) AS n FROM ${relation} GROUP BY 1 ORDER BY 1`,
  );
  return windows.map(({ name }, i) => [name, found.find(({ w }) => w === i + 1)?.n ?? 0]);
}
const times = (...texts: string[]): string =>
  `(SELECT unnest([${texts.map((text) => `'${text}'`).join(", ")}])::TIMESTAMP AS t)`;

describe("windows of a table by its own span", () => {
  it("by hour, day, week and month, those without rows among them", async () => {
    const log = times("2020-02-28 23:30:00", "2020-03-02 00:00:00", "2020-03-02 01:59:59", "2020-03-02 00:30:00");
    expect(await rowsBy(log, { by: "day" })).toEqual([
      ["2020-02-28", 1],
      ["2020-02-29", 0],
      ["2020-03-01", 0],
      ["2020-03-02", 3],
    ]);
    expect(await rowsBy(log, { by: "week" })).toEqual([
      ["2020-02-24", 1],
      ["2020-03-02", 3],
    ]);
    expect(await rowsBy(log, { by: "month" })).toEqual([
      ["February 2020", 1],
      ["March 2020", 3],
    ]);
    const hours = await rowsBy(log, { by: "hour" });
    expect(hours).toHaveLength(51);
    expect(hours.filter(([, n]) => n > 0)).toEqual([
      ["2020-02-28T23:00", 1],
      ["2020-03-02T00:00", 2],
      ["2020-03-02T01:00", 1],
    ]);
  });

  it("by count, in the order of time, however the rows lie; rows of one moment stay together", async () => {
    const log = `(SELECT TIMESTAMP '2020-01-01' + to_minutes(CAST((i * 7) % 10 AS INTEGER)) AS t FROM range(10) r(i))`;
    expect(await rowsBy(log, { by: "count", rows: 4 })).toEqual([
      ["Part 1", 4],
      ["Part 2", 4],
      ["Part 3", 2],
    ]);
    expect(await rowsBy(log, { by: "count", rows: 9 })).toEqual([["Part 1", 10]]);
    const tied = times("2020-01-01", "2020-01-02", "2020-01-02", "2020-01-02", "2020-01-03", "2020-01-03");
    expect(await rowsBy(tied, { by: "count", rows: 2 })).toEqual([
      ["Part 1", 1],
      ["Part 2", 3],
      ["Part 3", 2],
    ]);
  });

  it("of two time zones by the same clock, and of days", async () => {
    const zones = "(SELECT unnest(['2020-03-01 23:30:00+00', '2020-03-02 01:30:00+02'])::TIMESTAMPTZ AS t)";
    expect(await rowsBy(zones, { by: "day" })).toEqual([["2020-03-01", 2]]);
    expect(await rowsBy("(SELECT DATE '2020-03-01' AS t)", { by: "day" })).toEqual([["2020-03-01", 1]]);
  });

  it("leaves out rows without a time", async () => {
    const log = "(SELECT unnest([TIMESTAMP '2020-03-01', NULL]) AS t)";
    expect(await rowsBy(log, { by: "day" })).toEqual([["2020-03-01", 1]]);
    expect(await rowsBy(log, { by: "count", rows: 1 })).toEqual([["Part 1", 1]]);
  });

  it.each([
    ["bad-time", "(SELECT NULL::TIMESTAMP AS t)"],
    ["bad-time", "(SELECT 'soon' AS t)"],
    ["too-many-windows", times("0001-01-01", "2020-01-01")],
  ])("refuses with %s: %s", async (code, relation) => {
    const error: unknown = await rowsBy(relation, { by: "day" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AssayError);
    expect((error as AssayError).code).toBe(code);
  });

  it("cuts the outermost windows where the span begins and ends", () => {
    const { windows } = calendarWindows("month", "t", "2020-03-05", "2020-04-10");
    expect(windows).toEqual([
      { name: "March 2020", from: "2020-03-05", to: "2020-04-01" },
      { name: "April 2020", from: "2020-04-01", to: "2020-04-10" },
    ]);
  });
});

describe("windows over periods", () => {
  /** Forty rows of each of six periods, whose values are the period's number; the reference is period 0. */
  const periods = Array.from({ length: 6 }, (_, i) => ({ name: `p${i + 1}`, from: `f${i + 1}`, to: `f${i + 2}` }));
  const measure = (shape: WindowShape) =>
    measureOverTime(database, {
      parts: [{ relation: `(SELECT i // 40 AS p, i // 40 AS x FROM range(280) t(i))`, window: "p" }],
      periods,
      reference: { source: "old", from: null, to: null, sha256: null },
      columns: [{ name: "x", type: "numeric", role: "feature" }],
      level: 0.95,
      seed: 1,
      resamples: 50,
      jointRows: 0,
      ...shape,
    });
  /** Values of both sides by their counts. */
  const sides = async (shape: WindowShape) =>
    (await measure(shape)).map(({ name, from, to, measurement: { reference, current, columns } }) => ({
      name,
      range: `${from} ${to}`,
      reference: reference.source,
      rows: [reference.rows, current.rows],
      above: columns[0]!.measures.mannWhitney!.probabilityAbove,
    }));

  it("are one period each against one reference", async () => {
    const found = await sides({});
    expect(found).toHaveLength(6);
    expect(found[5]).toEqual({ name: "p6", range: "f6 f7", reference: "old", rows: [40, 40], above: 1 });
  });

  it("roll over several periods", async () => {
    const found = await sides({ rolling: 3 });
    expect(found.map(({ name, range, rows }) => [name, range, rows])).toEqual([
      ["p1 to p3", "f1 f4", [40, 120]],
      ["p2 to p4", "f2 f5", [40, 120]],
      ["p3 to p5", "f3 f6", [40, 120]],
      ["p4 to p6", "f4 f7", [40, 120]],
    ]);
  });

  it("have the periods before them as reference", async () => {
    const found = await sides({ previous: 2 });
    expect(found.map(({ reference, rows }) => [reference, rows])).toEqual([
      ["old", [40, 40]],
      ["old", [80, 40]],
      ["p1", [80, 40]],
      ["p2", [80, 40]],
      ["p3", [80, 40]],
      ["p4", [80, 40]],
    ]);
    expect((await sides({ previous: 2, rolling: 2 }))[3]).toMatchObject({ name: "p4 to p5", rows: [80, 80], above: 1 });
  });

  it("are measured as a table of their own would be", async () => {
    const [, second] = await measure({ rolling: 2 });
    const { columns } = second!.measurement;
    expect(columns[0]).toMatchObject({ referenceRows: 40, currentRows: 80 });
    expect(columns[0]!.measures.wasserstein).toBeCloseTo(2.5, 12);
  });
});
