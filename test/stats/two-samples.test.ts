import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquareHomogeneity } from "../../src/stats/chi-square.js";
import { jensenShannonDistance, psi, totalVariation } from "../../src/stats/divergences.js";
import { kolmogorovSmirnov, kolmogorovSmirnovPValue } from "../../src/stats/kolmogorov-smirnov.js";
import { wasserstein, wassersteinFromBins, wassersteinFromQuantiles } from "../../src/stats/wasserstein.js";

interface PValue {
  statistic: number;
  n: number;
  m: number;
  pValue: number;
}
interface Fixture {
  tool: string;
  samples: { name: string; a: number[]; b: number[]; statistic: number; pValue: number; wasserstein: number }[];
  pValues: { exact: PValue[]; limit: PValue[] };
  counts: (Record<"first" | "second", number[]> &
    Record<"statistic" | "degreesOfFreedom" | "pValue" | "jensenShannon" | "totalVariation", number>)[];
}
const fixture = JSON.parse(readFileSync("test/fixtures/scipy/two-samples.json", "utf8")) as Fixture;

describe("kolmogorovSmirnov", () => {
  it.each(fixture.samples)(`agrees with ${fixture.tool}: $name`, ({ a, b, statistic, pValue }) => {
    const test = kolmogorovSmirnov(a, b);
    expect(test.statistic).toBeCloseTo(statistic, 12);
    expect(Math.abs(test.pValue / pValue - 1)).toBeLessThan(1e-9);
    expect(test.exact).toBe(true);
  });

  it.each(fixture.pValues.exact)("is exact for $n and $m rows", ({ statistic, n, m, pValue }) => {
    const test = kolmogorovSmirnovPValue(statistic, n, m);
    expect(test.exact).toBe(true);
    expect(Math.abs(test.pValue / pValue - 1)).toBeLessThan(1e-9);
  });

  it.each(fixture.pValues.limit)("takes the limit for $n and $m rows at $statistic", ({ statistic, n, m, pValue }) => {
    const test = kolmogorovSmirnovPValue(statistic, n, m);
    expect(test.exact).toBe(false);
    // The limit distribution is an approximation of scipy's finite one: to 1 % down to p = 1e-6, to 5 % below.
    expect(Math.abs(test.pValue / pValue - 1)).toBeLessThan(pValue > 1e-6 ? 0.01 : 0.05);
  });

  it("is symmetric, and leaves missing values out", () => {
    const { a, b } = fixture.samples.find(({ name }) => name === "unequal")!;
    expect(kolmogorovSmirnov(b, a)).toEqual(kolmogorovSmirnov(a, b));
    expect(kolmogorovSmirnov([...a, NaN], [NaN, ...b])).toEqual(kolmogorovSmirnov(a, b));
  });

  it("has no answer for an empty sample", () =>
    expect(kolmogorovSmirnov([], [1])).toEqual({ statistic: NaN, pValue: NaN, exact: false }));
});

describe("chi-square and distances of counts", () => {
  it.each(fixture.counts)(`agree with ${fixture.tool}: $first and $second`, ({ first, second, ...expected }) => {
    const test = chiSquareHomogeneity(first, second);
    expect(test.statistic).toBeCloseTo(expected.statistic, 10);
    expect(test.degreesOfFreedom).toBe(expected.degreesOfFreedom);
    expect(test.pValue).toBeCloseTo(expected.pValue, 12);
    expect(jensenShannonDistance(first, second)).toBeCloseTo(expected.jensenShannon, 12);
    expect(totalVariation(first, second)).toBeCloseTo(expected.totalVariation, 12);
  });

  it("gives the published stability index", () =>
    expect(psi([16, 18, 16, 14, 12, 12], [16, 16, 16, 16, 16, 8])).toBeCloseTo(0.037218381577290835, 14));

  it("counts half a row where one side is empty, and drops cells that both leave empty", () => {
    expect(psi([100, 0, 0], [90, 10, 0])).toBeCloseTo(psi([200, 1], [180 * (201 / 200), 20 * (201 / 200)]), 14);
    expect(psi([0, 5], [0, 9])).toBe(0);
  });

  it("sees no change in one cell, and has no answer without rows", () => {
    expect(chiSquareHomogeneity([5, 0], [9, 0])).toEqual({ statistic: 0, degreesOfFreedom: 0, pValue: 1 });
    for (const measure of [psi, jensenShannonDistance, totalVariation]) {
      expect(measure([0, 0], [1, 2])).toBeNaN();
      expect(measure([], [])).toBeNaN();
      expect(measure([3, 4], [30, 40])).toBeCloseTo(0, 12);
    }
    expect(chiSquareHomogeneity([0, 0], [1, 2]).pValue).toBeNaN();
    expect(() => chiSquareHomogeneity([1], [1, 2])).toThrow("cells differ: 1 and 2");
  });

  it("is the same from both sides", () => {
    const counts = fc.array(fc.nat(50), { minLength: 4, maxLength: 4 }).filter((cells) => cells.some(Boolean));
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        for (const measure of [psi, jensenShannonDistance, totalVariation])
          expect(measure(a, b)).toBeCloseTo(measure(b, a), 12);
        expect(totalVariation(a, b)).toBeLessThanOrEqual(1 + 1e-12);
        expect(jensenShannonDistance(a, b)).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { seed: 3 },
    );
  });
});

describe("wasserstein", () => {
  it.each(fixture.samples)(`agrees with ${fixture.tool}: $name`, ({ a, b, wasserstein: expected }) =>
    expect(wasserstein(a, b)).toBeCloseTo(expected, 12),
  );

  it("moves with the unit and the distance", () => {
    expect(wasserstein([0, 1, 3], [5, 6, 8])).toBe(5);
    expect(wasserstein([0, 10, 30], [50, 60, 80])).toBe(50);
    expect(wasserstein([], [1])).toBeNaN();
    expect(wasserstein([1, NaN], [2])).toBe(1);
  });

  it("comes near from quantiles and from bins", () => {
    const grid = Array.from({ length: 101 }, (_, i) => i / 100);
    expect(
      wassersteinFromQuantiles(
        grid,
        grid.map((p) => p * p),
      ),
    ).toBeCloseTo(1 / 6, 4);
    expect(wassersteinFromQuantiles([0, 1], [1, 0])).toBe(0.5);
    expect(wassersteinFromQuantiles([1], [2])).toBeNaN();
    expect(wassersteinFromBins([0, 1, 2], [10, 0], [0, 10])).toBe(1);
    expect(wassersteinFromBins([0, 1, 2, 3], [1, 2, 1], [2, 4, 2])).toBe(0);
    expect(wassersteinFromBins([0, 1], [0], [1])).toBeNaN();
    expect(() => wassersteinFromBins([0], [1], [1])).toThrow("bins differ");
  });
});
