import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/engine/database.js";
import { measureDrift } from "../../src/monitoring/measure.js";
import type { ColumnDrift, DriftColumn } from "../../src/monitoring/types.js";

type RankTest = NonNullable<ColumnDrift["measures"]["mannWhitney"]>;
const fixture = JSON.parse(readFileSync(new URL("../fixtures/scipy/drift.json", import.meta.url), "utf8")) as {
  counts: {
    values: number[];
    reference: number[];
    current: number[];
    psi: number;
    jensenShannon: number;
    totalVariation: number;
    chiSquare: { statistic: number; pValue: number };
    kolmogorovSmirnov: { statistic: number; pValue: number };
    wasserstein: number;
    mannWhitney: RankTest;
    goodnessOfFit: number;
  };
  missing: { counts: [number, number][]; statistic: number; pValue: number };
  continuous: {
    x: number[];
    y: number[];
    statistic: number;
    pValue: number;
    wasserstein: number;
    mannWhitney: RankTest;
  };
};

let database: Database;
beforeAll(async () => {
  database = await Database.open({ memoryLimit: "1GB", threads: 2 });
});
afterAll(() => database.close());

async function measure(
  reference: string,
  current: string,
  type: DriftColumn["type"],
  options: { unit?: string; role?: DriftColumn["role"] } = {},
): Promise<ColumnDrift> {
  const side = (relation: string) => ({
    relation: `(${relation})`,
    source: "query",
    from: null,
    to: null,
    sha256: null,
  });
  const { columns } = await measureDrift(database, {
    reference: side(reference),
    current: side(current),
    columns: [{ name: "x", type, role: options.role ?? "feature" }],
    ...(options.unit ? { unit: options.unit } : {}),
    level: 0.95,
    seed: 1,
    resamples: 200,
    jointRows: 0,
  });
  return columns[0]!;
}

const repeated = (values: readonly unknown[], counts: readonly number[]): string =>
  `SELECT unnest([${values.flatMap((value, i) => Array.from({ length: counts[i]! }, () => value)).join(", ")}]) AS x`;
const listed = (values: readonly number[]): string => `SELECT unnest([${values.join(", ")}]::DOUBLE[]) AS x`;

function expectRanks({ measures: { mannWhitney } }: ColumnDrift, expected: RankTest): void {
  expect(mannWhitney!.statistic).toBeCloseTo(expected.statistic, 8);
  expect(mannWhitney!.pValue).toBeCloseTo(expected.pValue, 10);
  expect(mannWhitney!.probabilityAbove).toBeCloseTo(expected.probabilityAbove, 12);
}

describe("against scipy", () => {
  const { counts, continuous } = fixture;

  it("measures six values as categories", async () => {
    const texts = counts.values.map((value) => `'${value}'`);
    const { measures } = await measure(
      repeated(texts, counts.reference),
      repeated(texts, counts.current),
      "categorical",
    );
    expect(measures.psi).toBeCloseTo(counts.psi, 12);
    expect(measures.jensenShannon).toBeCloseTo(counts.jensenShannon, 12);
    expect(measures.totalVariation).toBeCloseTo(counts.totalVariation, 12);
    expect(measures.chiSquare!.statistic).toBeCloseTo(counts.chiSquare.statistic, 10);
    expect(measures.chiSquare!.pValue).toBeCloseTo(counts.chiSquare.pValue, 10);
    // The reference is a sample too: taken for the truth, the same counts give 0.67 instead of 0.90.
    expect(Math.abs(measures.chiSquare!.pValue - counts.goodnessOfFit)).toBeGreaterThan(0.2);
  });

  it("measures six values as numbers", async () => {
    const column = await measure(
      repeated(counts.values, counts.reference),
      repeated(counts.values, counts.current),
      "numeric",
    );
    expect(column.measures.kolmogorovSmirnov!.statistic).toBeCloseTo(counts.kolmogorovSmirnov.statistic, 12);
    expect(column.measures.kolmogorovSmirnov!.pValue).toBeCloseTo(counts.kolmogorovSmirnov.pValue, 8);
    expect(column.measures.wasserstein).toBeCloseTo(counts.wasserstein, 12);
    expectRanks(column, counts.mannWhitney);
    expect(column.test).toMatchObject({ exact: true, error: 0 });
  });

  it("measures continuous values", async () => {
    const column = await measure(listed(continuous.x), listed(continuous.y), "numeric");
    const { measures } = column;
    expectRanks(column, continuous.mannWhitney);
    expect(measures.kolmogorovSmirnov!.statistic).toBeCloseTo(continuous.statistic, 12);
    expect(measures.kolmogorovSmirnov!.pValue).toBeCloseTo(continuous.pValue, 10);
    expect(measures.wasserstein).toBeCloseTo(continuous.wasserstein, 10);
  });
});

it.each(["numeric", "categorical"] as const)("tests the missing share of a %s column, as scipy does", async (type) => {
  const [before, after] = fixture.missing.counts.map(([held, missing]) =>
    repeated([type === "numeric" ? 1 : "'a'", "NULL"], [held, missing]),
  ) as [string, string];
  const { measures, referenceMissing, currentMissing } = await measure(before, after, type);
  expect([referenceMissing, currentMissing]).toEqual(fixture.missing.counts.map(([, missing]) => missing));
  expect(measures.missing!.statistic).toBeCloseTo(fixture.missing.statistic, 10);
  expect(measures.missing!.pValue).toBeCloseTo(fixture.missing.pValue, 12);
});

describe("faults of others", () => {
  const normal = (n: number, from: number): string => `SELECT i / ${n}.0 + ${from} AS x FROM range(${n}) t(i)`;

  it("finds a shift down as well as a shift up", async () => {
    const down = await measure(normal(500, 1), normal(500, 0.6), "numeric");
    const up = await measure(normal(500, 0.6), normal(500, 1), "numeric");
    expect(down.test.pValue).toBeLessThan(1e-6);
    expect(down.test.pValue).toBeCloseTo(up.test.pValue, 12);
    expect(down.measures.mannWhitney!.pValue).toBeLessThan(1e-6);
    expect(down.measures.mannWhitney!.pValue).toBeCloseTo(up.measures.mannWhitney!.pValue, 12);
    expect(down.measures.mannWhitney!.probabilityAbove).toBeLessThan(0.5);
  });

  it("keeps bins where they are when the current window moves", async () => {
    const near = await measure(normal(500, 0), normal(500, 0), "numeric");
    const far = await measure(normal(500, 0), normal(500, 100), "numeric");
    const edges = (column: ColumnDrift) => column.bins.map(({ lower, upper, reference }) => [lower, upper, reference]);
    expect(edges(far)).toEqual(edges(near));
    expect(near.bins).toHaveLength(10);
  });

  it("takes unequal numbers of rows", async () => {
    const column = await measure(normal(1000, 0), normal(37, 0), "numeric");
    expect(column.measures.psi).toBeGreaterThanOrEqual(0);
    expect(column.referenceRows).toBe(1000);
    expect(column.currentRows).toBe(37);
  });

  it("gives a constant column no drift and p = 1", async () => {
    const column = await measure(repeated([7], [50]), repeated([7], [80]), "numeric");
    expect(column.effect.estimate).toBe(0);
    expect(column.test.pValue).toBe(1);
    expect(column.measures.mannWhitney!.pValue).toBe(1);
    expect(column.constant).toEqual({ reference: "7", current: "7" });
  });

  it("counts an unseen category in a bin of its own and in PSI", async () => {
    const column = await measure(repeated(["'a'"], [100]), repeated(["'a'", "'new'"], [50, 50]), "categorical");
    expect(column.newCategories).toEqual([{ value: "new", count: 50 }]);
    expect(column.bins).toMatchObject([
      { value: "a", reference: 100, current: 50 },
      { value: "(new)", reference: 0, current: 50 },
    ]);
    expect(column.measures.psi).toBeGreaterThan(1);
    expect(Number.isFinite(column.measures.psi)).toBe(true);
    expect(column.test.pValue).toBeLessThan(1e-9);
  });
});

it("measures by one rule at every size: 1,000 rows and 1,001 give the same tests and nearly the same numbers", async () => {
  const of = (rows: number) =>
    measure(
      `SELECT (i * 7919 % 10007) / 10007.0 AS x FROM range(${rows}) t(i)`,
      `SELECT (i * 104729 % 10007) / 10007.0 + 0.1 AS x FROM range(${rows}) t(i)`,
      "numeric",
    );
  const [fewer, more] = [await of(1000), await of(1001)];
  expect(more.test.name).toBe(fewer.test.name);
  expect(Math.abs(more.effect.estimate - fewer.effect.estimate)).toBeLessThan(0.01);
});

describe("values that the reference never had", () => {
  const range = (from: number, to: number) => `SELECT i::DOUBLE AS x FROM range(${from}, ${to}) t(i)`;

  it("counts what lies below and above its range, and what is no number", async () => {
    const column = await measure(range(0, 100), `${range(-3, 105)} UNION ALL SELECT 'NaN'::DOUBLE`, "numeric");
    expect(column.violations).toEqual({ below: 3, above: 5, referenceNotNumbers: 0, currentNotNumbers: 1 });
  });

  it("counts them exactly on a grid too", async () => {
    const column = await measure(range(0, 300_000), range(-7, 300_011), "numeric");
    expect(column.test.exact).toBe(false);
    expect(column.test.error).toBeGreaterThan(0);
    expect(column.test.error).toBeLessThan(1 / 200);
    expect(column.violations).toMatchObject({ below: 7, above: 11 });
  });

  it("has no range for categories, nor where the reference has no number", async () => {
    expect((await measure("SELECT 'a' AS x", "SELECT 'b' AS x", "categorical")).violations).toBeNull();
    const empty = await measure("SELECT NULL AS x FROM range(50)", range(0, 50), "numeric");
    expect(empty.violations).toMatchObject({ below: 0, above: 0 });
  });

  it.each([
    ["numeric", "SELECT i AS x FROM range(50) t(i)", "SELECT 5 AS x FROM range(50)", null, "5"],
    ["numeric", "SELECT 5 AS x FROM range(50)", "SELECT 8.5 AS x FROM range(50)", "5", "8.5"],
    ["categorical", "SELECT 'a' AS x FROM range(50)", "SELECT 'b' AS x FROM range(50)", "a", "b"],
    ["categorical", "SELECT 'a' AS x FROM range(50)", "SELECT 'b' || i AS x FROM range(50) t(i)", "a", null],
    ["categorical", "SELECT NULL AS x FROM range(50)", "SELECT 'a' AS x FROM range(50)", null, "a"],
  ] as const)("finds the one value that a %s side holds: %s, %s", async (type, before, after, reference, current) => {
    expect((await measure(before, after, type)).constant).toEqual({ reference, current });
  });
});

describe("values that are rare or strange", () => {
  it("gives a value that holds much of the mass its own bin", async () => {
    const rain = (wet: number) =>
      `SELECT CASE WHEN i < ${wet} THEN 0.1 + i / 1000.0 ELSE 0 END AS x FROM range(1000) t(i)`;
    const column = await measure(rain(70), rain(400), "numeric");
    expect(column.bins.find(({ value }) => value === "0")).toMatchObject({ reference: 930, current: 600 });
    expect(column.effect.lower).toBeGreaterThan(0.1);
  });

  it("counts missing values, NaN and infinities apart", async () => {
    const column = await measure(
      "SELECT unnest([1, 2, NULL, 'NaN'::DOUBLE, 'Infinity'::DOUBLE, 3]) AS x",
      "SELECT unnest([1, '-Infinity'::DOUBLE, NULL, NULL]) AS x",
      "numeric",
    );
    expect([column.referenceMissing, column.currentMissing]).toEqual([1, 2]);
    expect(column.bins.find(({ value }) => value === "(not a finite number)")).toMatchObject({
      reference: 2,
      current: 1,
    });
  });

  it("tests the missing share of a numeric column", async () => {
    const column = await measure(
      "SELECT i AS x FROM range(500) t(i)",
      "SELECT CASE WHEN i % 2 = 0 THEN i END AS x FROM range(500) t(i)",
      "numeric",
    );
    expect(column.test.name).toBe("chi-square");
    expect(column.test.pValue).toBeLessThan(1e-9);
  });

  it.each([
    ["all missing on both sides", "SELECT NULL AS x FROM range(50)", "SELECT NULL AS x FROM range(40)"],
    ["all missing on one side", "SELECT i AS x FROM range(50) t(i)", "SELECT NULL AS x FROM range(40)"],
    ["one row", "SELECT 1 AS x", "SELECT 2 AS x"],
    ["no rows now", "SELECT i AS x FROM range(50) t(i)", "SELECT 1 AS x WHERE false"],
    ["no rows before", "SELECT 1 AS x WHERE false", "SELECT i AS x FROM range(50) t(i)"],
  ])("measures %s without failing", async (_, reference, current) => {
    for (const type of ["numeric", "categorical"] as const) {
      const column = await measure(reference, current, type);
      expect(column.bins.reduce((sum, bin) => sum + bin.reference, 0)).toBe(column.referenceRows);
    }
  });

  it("pools the rarest of 10,000 categories", async () => {
    const many = "SELECT 'c' || CAST(floor(sqrt(i)) AS INTEGER) AS x FROM range(20000) t(i)";
    const column = await measure(many, many, "categorical");
    expect(column.bins).toHaveLength(31);
    expect(column.effect.estimate).toBeLessThan(0.01);
  });

  it("reads values of extreme size without overflow", async () => {
    const column = await measure(listed([-1e308, 0, 1e308, 5]), listed([1e308, -1e308]), "numeric");
    expect(column.currentRows).toBe(2);
  });
});

it("keeps more than 500,000 rows on a grid whose error is small", async () => {
  const rows = (shift: number) => `SELECT ln(1 + i) + ${shift} AS x FROM range(270000) t(i)`;
  const column = await measure(rows(0), rows(0.2), "numeric");
  expect(column.test.exact).toBe(false);
  expect(column.test.statistic).toBeGreaterThan(0.175);
  expect(column.test.statistic).toBeLessThan(0.1815);
  expect(column.measures.wasserstein).toBeCloseTo(0.2, 2);
});

it("widens the interval and weakens the test where rows of a unit go together", async () => {
  const rows = (offset: number) =>
    `SELECT floor(i / 50) AS day, sin(floor(i / 50) * 12.9898 + ${offset}) + (i % 50) / 500.0 AS x FROM range(1500) t(i)`;
  const byRow = await measure(rows(0), rows(5), "numeric");
  const byDay = await measure(rows(0), rows(5), "numeric", { unit: "day" });
  expect(byDay.designEffect).toBeGreaterThan(5);
  expect(byDay.test.pValue).toBeGreaterThan(byRow.test.pValue);
});
