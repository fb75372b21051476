import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/engine/database.js";
import { measureDrift } from "../../src/monitoring/measure.js";
import type { DriftColumn, DriftMeasurement } from "../../src/monitoring/types.js";

let database: Database;
beforeAll(async () => {
  database = await Database.open({ memoryLimit: "1GB", threads: 2 });
});
afterAll(() => database.close());

const columns: DriftColumn[] = [
  { name: "a", type: "numeric", role: "feature" },
  { name: "b", type: "numeric", role: "feature" },
  { name: "calm", type: "categorical", role: "feature" },
  { name: "season", type: "numeric", role: "context" },
  { name: "y", type: "numeric", role: "label" },
];
/** Two columns that rise together, or one as the other falls; each alone is the same. */
const rows = (salt: number, sign: number, { shift = 0, n = 1200, per = 1 } = {}): string => {
  const uniform = (k: number): string =>
    `(('0x' || substr(md5(CAST(i AS VARCHAR) || 'u${k}s${salt}'), 1, 8))::BIGINT / 4294967296e0)`;
  return `SELECT floor(i / ${per}) AS day, ${uniform(1)} + ${shift} AS a,
    CASE WHEN ${sign} > 0 THEN ${uniform(1)} ELSE 1 - ${uniform(1)} END * 0.7 + ${uniform(2)} * 0.3 AS b,
    CASE WHEN ${uniform(3)} < 0.2 THEN NULL ELSE 'k' || floor(${uniform(4)} * 5) END AS calm,
    ${salt} * 100.0 AS season, ${salt} * 10.0 AS y FROM range(${n}) t(i)`;
};
const side = (relation: string) => ({
  relation: `(${relation})`,
  source: "query",
  from: null,
  to: null,
  sha256: null,
});
const measure = (before: string, after: string, options: { jointRows?: number; unit?: string; seed?: number } = {}) =>
  measureDrift(database, {
    reference: side(before),
    current: side(after),
    columns,
    level: 0.95,
    seed: 1,
    resamples: 50,
    jointRows: 800,
    ...options,
  });

describe("all features at once", () => {
  it("tell nothing apart where nothing moved, whatever context and label did", async () => {
    const { multivariate } = await measure(rows(1, 1), rows(2, 1));
    expect(multivariate!.auc.lower).toBeLessThan(0.5);
    expect(multivariate!.auc.upper).toBeLessThan(0.6);
    expect(multivariate!.auc).toMatchObject({ method: "delong-logit", n: 1600, units: 1600 });
  });

  it("see that two columns turned against each other, which neither shows alone", async () => {
    const { multivariate, columns: alone } = await measure(rows(1, 1), rows(2, -1));
    expect(alone.slice(0, 3).map(({ effect }) => effect.lower > 0.1)).toEqual([false, false, false]);
    expect(multivariate!.auc.lower).toBeGreaterThan(0.85);
    const [first, second] = multivariate!.columns.map(({ name }) => name);
    expect([first, second].sort()).toEqual(["a", "b"]);
    expect(multivariate!.columns.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 10);
  });

  it("name the column that gave it away", async () => {
    const { multivariate } = await measure(rows(1, 1), rows(2, 1, { shift: 1.5 }));
    expect(multivariate!.columns[0]!.name).toBe("a");
    expect(multivariate!.auc.estimate).toBeGreaterThan(0.99);
  });

  it("draw the same rows for the same seed, and at most as many as asked", async () => {
    const once = (seed: number): Promise<DriftMeasurement> => measure(rows(1, 1), rows(2, 1), { jointRows: 300, seed });
    const [first, again, other] = [await once(5), await once(5), await once(6)];
    expect(again.multivariate).toEqual(first.multivariate);
    expect(other.multivariate!.auc.estimate).not.toBe(first.multivariate!.auc.estimate);
    expect(first.multivariate!.auc.n).toBe(600);
  });

  it("keep a unit's rows in one fold and widen the interval over units", async () => {
    const { multivariate } = await measure(rows(1, 1, { per: 20 }), rows(2, 1, { per: 20 }), { unit: "day" });
    expect(multivariate!.auc).toMatchObject({ method: "cluster-logit", units: 120 });
  });

  it.each([
    ["few rows", rows(1, 1, { n: 30 }), {}],
    ["few units", rows(1, 1, { per: 300 }), { unit: "day" }],
    ["nobody asked", rows(1, 1), { jointRows: 0 }],
  ])("are not looked at where there are %s", async (_, relation, options) => {
    expect((await measure(relation, relation, options)).multivariate).toBeNull();
  });
});
