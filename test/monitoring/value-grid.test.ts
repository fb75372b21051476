import { afterAll, beforeAll, expect, it } from "vitest";
import { Database } from "../../src/engine/database.js";
import { columnScales } from "../../src/monitoring/column-scales.js";
import { ReferenceCurve, type CumulativeDistance } from "../../src/monitoring/distances.js";
import { countDistinctValues } from "../../src/monitoring/distinct-values.js";
import { countGrid } from "../../src/monitoring/value-grid.js";
import { sum } from "../../src/monitoring/cells.js";

let database: Database;
beforeAll(async () => {
  database = await Database.open({ memoryLimit: "1GB", threads: 2 });
});
afterAll(() => database.close());

const uniform = (salt: number): string => `((i * 7919 + ${salt}) % 10007) / 10007e0`;

// Each moves a little in window 1; the grid's error must stay below 1/200 whatever the shape.
it.each([
  ["even", `${uniform(1)} + w * 3e-2`],
  ["two far and narrow peaks", `CASE WHEN i % 2 = 0 THEN 1e6 ELSE -1e6 END + ${uniform(2)} + w * 1e-1`],
  ["a heavy tail", `pow(1e0 / (1e-4 + ${uniform(3)}), 3) * (1 + w * 2e-1)`],
  ["many zeros", `CASE WHEN i % 10 < 8 THEN 0e0 ELSE ${uniform(4)} * (1 + w) END`],
  ["common values in the middle", `CASE WHEN i % 5 = w THEN 25e-2 WHEN i % 5 = 4 THEN 5e-1 ELSE ${uniform(5)} END`],
  ["first rows that say nothing", `CASE WHEN i < 9000 THEN 5e0 ELSE 1e3 + ${uniform(6)} * (1 + w) END`],
  ["sizes that overflow", `CASE WHEN i % 2 = 0 THEN 17e307 ELSE -17e307 END * (1e0 - ${uniform(7)} * 1e-1 * (1 + w))`],
  ["next to nothing between", `1e0 + ${uniform(8)} * 1e-12 * (1 + w)`],
])("keeps every row and bounds the error: %s", async (_, x) => {
  await database.run(
    `CREATE OR REPLACE TEMP TABLE rows AS
     SELECT w, CASE WHEN i % 97 = 0 THEN NULL WHEN i % 89 = 0 THEN CAST('NaN' AS DOUBLE)
       WHEN i % 83 = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE ${x} END AS c0
     FROM range(20000) t(i) CROSS JOIN (SELECT unnest([0, 1]) AS w) ORDER BY w, i`,
  );
  const [scale] = await columnScales(database, "rows", ["c0"]);
  const grid = await countGrid(database, "rows", "c0", scale!, 2);
  const { values } = await countDistinctValues(database, { relation: "rows", groups: [1, 1] }, "c0", false);
  expect(grid.missing).toEqual(values.missing);
  expect(grid.notFinite).toEqual(values.notFinite);
  expect(grid.cells.windows.map(({ n }) => sum(n))).toEqual(values.cells.windows.map(({ n }) => sum(n)));
  const [near, exact] = [grid, values].map(({ cells }) => new ReferenceCurve(cells).against(cells.windows[1]!)) as [
    CumulativeDistance,
    CumulativeDistance,
  ];
  expect(near.statistic).toBeLessThanOrEqual(exact.statistic + 1e-12);
  expect(exact.error).toBe(0);
  expect(near.statistic + near.error).toBeGreaterThanOrEqual(exact.statistic - 1e-12);
  expect(near.statistic).toBeGreaterThan(exact.statistic - 1 / 200);
  expect(Math.abs(near.wasserstein / exact.wasserstein - 1)).toBeLessThan(0.1);
  for (let i = 1; i < grid.cells.length; i++) expect(grid.cells.lower[i]).toBeGreaterThan(grid.cells.lower[i - 1]!);
});
