import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { alphaSpending } from "../../src/stats/alpha-spending.js";
import { changePoints } from "../../src/stats/change-points.js";

const { series } = JSON.parse(readFileSync("test/fixtures/numpy/change-points.json", "utf8")) as {
  series: { name: string; x: number[]; at: number; pValue: number }[];
};

describe("change points", () => {
  it.each(series)("has Pettitt's place and p for $name", ({ x, at, pValue }) => {
    const [found] = changePoints(x, 0.999_999).sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
    if (pValue >= 0.999_999) return expect(found).toBeUndefined();
    expect(found!.at).toBe(at);
    expect(found!.pValue).toBeCloseTo(pValue, 12);
  });

  it("finds two changes, with the levels between them", () => {
    const level = (value: number) => Array.from({ length: 15 }, (_, i) => value + (i % 3) / 10);
    const found = changePoints([...level(0), ...level(5), ...level(2)]);
    expect(found.map(({ at, before, after }) => [at, before, after])).toEqual([
      [15, 0.1, 5.1],
      [30, 5.1, 2.1],
    ]);
  });

  it("counts places where a value is missing, and looks at no short stretch", () => {
    expect(changePoints([0, 1, NaN, 0, 1, 0, 9, 8, 9, NaN, 8, 9, 8])[0]!.at).toBe(6);
    expect(changePoints([0, 0, 0, 0, 9, 9, 9])).toEqual([]);
    expect(changePoints([])).toEqual([]);
    expect(changePoints(Array.from({ length: 40 }, () => 7))).toEqual([]);
  });

  it("finds one in at most one of twenty series without a change", () => {
    const random = seeded(11);
    let found = 0;
    for (let i = 0; i < 400; i++)
      if (changePoints(Array.from({ length: 52 }, () => randomNormal(random))).length > 0) found++;
    expect(found / 400).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400));
  });
});

describe("alpha spending", () => {
  it("spends α in all, whatever comes, and never judges the past again", () => {
    const levels = alphaSpending(
      Array.from({ length: 5000 }, () => 1),
      0.05,
    ).map(({ level }) => level);
    const spent = levels.reduce((sum, level) => sum + level, 0);
    expect(spent).toBeLessThan(0.05);
    expect(spent).toBeGreaterThan(0.0499);
    expect(alphaSpending([0.5, 1e-9]).slice(0, 1)).toEqual(alphaSpending([0.5]));
  });

  it("scales p so that α decides, and skips what is missing", () => {
    const [first, missing, second] = alphaSpending([0.03, NaN, 0.007], 0.05);
    expect(first).toMatchObject({ rejected: true });
    expect(first!.adjustedPValue).toBeCloseTo((0.03 * Math.PI ** 2) / 6, 12);
    expect(missing!.rejected).toBe(false);
    expect(second!.adjustedPValue).toBeCloseTo((0.007 * 4 * Math.PI ** 2) / 6, 12);
    expect(() => alphaSpending([0.1], 0)).toThrow(RangeError);
  });
});
