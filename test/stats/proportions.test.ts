import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clopperPearsonInterval } from "../../src/stats/clopper-pearson.js";
import { mcNemar } from "../../src/stats/mcnemar.js";
import { benjaminiHochberg, holm } from "../../src/stats/multiplicity.js";
import { wilsonInterval } from "../../src/stats/wilson.js";

interface Fixture {
  tool: string;
  intervals: { successes: number; n: number; level: number; wilson: number[]; clopperPearson: number[] }[];
  mcnemar: { onlyA: number; onlyB: number; exact: number; midP: number; chi2: number[]; chi2Corrected: number[] }[];
  adjusted: { pValues: number[]; holm: number[]; benjaminiHochberg: number[] }[];
}
const fixture = JSON.parse(readFileSync("test/fixtures/statsmodels/proportions.json", "utf8")) as Fixture;

describe.each([
  ["wilson", wilsonInterval],
  ["clopperPearson", clopperPearsonInterval],
] as const)("%s interval", (name, interval) => {
  it.each(fixture.intervals)(`agrees with ${fixture.tool}: $successes of $n at $level`, (expected) => {
    const { estimate, lower, upper, n, units, level } = interval(expected.successes, expected.n, expected.level);
    expect(estimate).toBe(expected.successes / expected.n);
    expect(lower).toBeCloseTo(expected[name][0]!, 11);
    expect(upper).toBeCloseTo(expected[name][1]!, 11);
    expect([n, units, level]).toEqual([expected.n, expected.n, expected.level]);
  });

  it("has no answer without rows, and refuses what cannot be", () => {
    expect([interval(0, 0).estimate, interval(0, 0).lower, interval(0, 0).upper]).toEqual([NaN, NaN, NaN]);
    expect(() => interval(3, 2)).toThrow("3 successes of 2 rows");
    expect(() => interval(-1, 2)).toThrow(RangeError);
  });
});

describe("mcNemar", () => {
  it.each(fixture.mcnemar)(
    `agrees with ${fixture.tool} and R: $onlyA against $onlyB`,
    ({ onlyA, onlyB, ...expected }) => {
      const tests = mcNemar(onlyA, onlyB);
      const near = (value: number, reference: number): void =>
        expect(Math.abs(value - reference)).toBeLessThanOrEqual(1e-9 * reference);
      near(tests.exact.pValue, expected.exact);
      near(tests.midP.pValue, expected.midP);
      near(tests.chi2.statistic, expected.chi2[0]!);
      near(tests.chi2.pValue, expected.chi2[1]!);
      near(tests.chi2Corrected.statistic, expected.chi2Corrected[0]!);
      near(tests.chi2Corrected.pValue, expected.chi2Corrected[1]!);
    },
  );

  it("gives the published mid-p values", () => {
    expect(mcNemar(121, 59).midP.pValue).toBeCloseTo(3.26664679577e-6, 15);
    expect(mcNemar(9, 2).midP.pValue).toBeCloseTo(0.03857421875, 12);
  });

  it("does not see which model came first", () => {
    for (const { onlyA, onlyB } of fixture.mcnemar) expect(mcNemar(onlyB, onlyA)).toEqual(mcNemar(onlyA, onlyB));
  });

  it("sees no difference without discordant rows, and refuses fractions", () => {
    for (const { pValue } of Object.values(mcNemar(0, 0))) expect(pValue).toBe(1);
    expect(() => mcNemar(1.5, 2)).toThrow("a count of rows is needed, got 1.5");
  });
});

describe("adjusted p-values", () => {
  it.each(fixture.adjusted)(`agree with ${fixture.tool}: $pValues`, ({ pValues, ...expected }) => {
    holm(pValues).forEach((value, i) => expect(value).toBeCloseTo(expected.holm[i]!, 12));
    benjaminiHochberg(pValues).forEach((value, i) => expect(value).toBeCloseTo(expected.benjaminiHochberg[i]!, 12));
  });

  it("keep missing p-values missing, and do not count them", () => {
    expect(holm([0.02, NaN, 0.03])).toEqual([0.04, NaN, 0.04]);
    expect(benjaminiHochberg([NaN, 0.02])).toEqual([NaN, 0.02]);
    expect(holm([])).toEqual([]);
  });
});
