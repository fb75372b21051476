import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as distributions from "../../src/stats/distributions.js";

interface Fixture {
  tool: string;
  cases: { name: string; arguments: number[]; expected: number }[];
}
const fixtures = ["scipy/distributions", "mpmath/tails"].map(
  (name) => JSON.parse(readFileSync(`test/fixtures/${name}.json`, "utf8")) as Fixture,
);
const byName: Record<string, (...numbers: number[]) => number> = { ...distributions };
const { normalCdf, normalUpper, normalQuantile, tUpper, tQuantile, chiSquareUpper, chiSquareQuantile } = distributions;
const { fUpper, binomialPmf, binomialCdf, binomialUpper, betaQuantile } = distributions;

describe("distributions", () => {
  for (const { tool, cases } of fixtures)
    it.each(cases)(`$name($arguments) agrees with ${tool}`, ({ name, arguments: args, expected }) => {
      const value = byName[name]!(...args);
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-10 * Math.abs(expected));
    });

  it("knows the edges", () => {
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
    expect([tQuantile(0, 3), tQuantile(0.5, 3), tQuantile(1, 3)]).toEqual([-Infinity, 0, Infinity]);
    expect([chiSquareQuantile(0, 3), chiSquareQuantile(1, 3)]).toEqual([0, Infinity]);
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
    expect([normalUpper(Infinity), normalUpper(-Infinity), normalUpper(0)]).toEqual([0, 1, 0.5]);
    expect([tUpper(Infinity, 3), tUpper(-Infinity, 3), tUpper(0, 3)]).toEqual([0, 1, 0.5]);
    expect([chiSquareUpper(0, 2), chiSquareUpper(-1, 2), chiSquareUpper(Infinity, 2)]).toEqual([1, 1, 0]);
    expect([fUpper(0, 2, 3), fUpper(Infinity, 2, 3)]).toEqual([1, 0]);
    expect([binomialCdf(-1, 5, 0.5), binomialCdf(5, 5, 0.5), binomialUpper(-1, 5, 0.5)]).toEqual([0, 1, 1]);
    expect([binomialPmf(6, 5, 0.5), binomialPmf(1.5, 5, 0.5), binomialUpper(5, 5, 0.5)]).toEqual([0, 0, 0]);
    expect([binomialCdf(2, 5, 0), binomialCdf(2, 5, 1), binomialPmf(0, 5, 0), binomialPmf(5, 5, 1)]).toEqual([
      1, 0, 1, 1,
    ]);
  });

  it("answers NaN where nothing is asked", () => {
    for (const value of [
      normalUpper(NaN),
      normalQuantile(NaN),
      normalQuantile(1.1),
      tUpper(NaN, 3),
      tUpper(1, NaN),
      tUpper(1, -1),
      tQuantile(-0.1, 3),
      chiSquareUpper(NaN, 2),
      chiSquareUpper(1, 0),
      fUpper(NaN, 1, 2),
      betaQuantile(0.5, 0, 1),
    ])
      // prettier-ignore
      expect(value).toBeNaN();
  });

  it("turns a quantile back into its probability", () => {
    const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
    const size = fc.double({ min: 0.3, max: 5000, noNaN: true });
    const near = (value: number, expected: number): void =>
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-10 * expected);
    fc.assert(
      fc.property(probability, size, (p, degreesOfFreedom) => {
        near(1 - normalCdf(normalQuantile(p)), 1 - p);
        near(tUpper(-tQuantile(p, degreesOfFreedom), degreesOfFreedom), p);
        if (p > 0.5) near(chiSquareUpper(chiSquareQuantile(p, degreesOfFreedom), degreesOfFreedom), 1 - p);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("sums the binomial to its tails", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (n, p) => {
        let sum = 0;
        for (let k = 0; k <= n; k++) {
          sum += binomialPmf(k, n, p);
          expect(binomialCdf(k, n, p)).toBeCloseTo(sum, 12);
          expect(binomialUpper(k, n, p) + binomialCdf(k, n, p)).toBeCloseTo(1, 12);
        }
      }),
      { numRuns: 50, seed: 2 },
    );
  });
});
