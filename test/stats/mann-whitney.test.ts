import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mannWhitney, mannWhitneyOfCounts } from "../../src/stats/mann-whitney.js";

const { tool, two } = JSON.parse(readFileSync("test/fixtures/scipy/paired-tests.json", "utf8")) as {
  tool: string;
  two: { name: string; a: number[]; b: number[]; statistic: number; pValue: number }[];
};

describe("mannWhitney", () => {
  it.each(two)(`agrees with ${tool}: $name`, ({ a, b, statistic, pValue }) => {
    const test = mannWhitney(a, b);
    expect(test.statistic).toBe(statistic);
    expect(Math.abs(test.pValue - pValue)).toBeLessThanOrEqual(1e-9 * pValue);
    expect(test.probabilityAbove).toBeCloseTo(statistic / a.length / b.length, 14);
    expect(test.exact).toBe(Math.max(a.length, b.length) <= 50 && new Set([...a, ...b]).size === a.length + b.length);
  });

  it("sees a shift to either side, and does not see which sample came first", () =>
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 70 }), fc.array(fc.nat(30), { minLength: 1 }), (a, b) => {
        const [there, back] = [mannWhitney(a, b), mannWhitney(b, a)];
        expect(back.pValue).toBeCloseTo(there.pValue, 12);
        expect(back.probabilityAbove).toBeCloseTo(1 - there.probabilityAbove, 12);
        expect(mannWhitney(a.map((x) => 7 - x), b.map((x) => 7 - x)).pValue).toBeCloseTo(there.pValue, 12);
        const values = [...new Set([...a, ...b])].sort((x, y) => x - y);
        const counts = (of: number[]): number[] => values.map((value) => of.filter((x) => x === value).length);
        expect(mannWhitneyOfCounts(counts(a), counts(b))).toEqual(there);
      }),
      { numRuns: 200, seed: 5 },
    )); // prettier-ignore

  it("knows the edges", () => {
    expect(mannWhitney([2, 2], [2])).toMatchObject({ pValue: 1, probabilityAbove: 0.5 });
    expect(mannWhitney([], [1])).toMatchObject({ statistic: NaN, pValue: NaN, probabilityAbove: NaN, exact: false });
    expect(mannWhitney([1], []).pValue).toBeNaN();
    expect(() => mannWhitney([1, NaN], [1])).toThrow("first sample: row 2 is NaN");
    expect(() => mannWhitney([1], [Infinity])).toThrow("second sample: row 1 is Infinity");
    expect(() => mannWhitneyOfCounts([1], [1, 2])).toThrow("values differ: 1 and 2");
  });
});
