import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded, shuffle } from "../../src/lib/random.js";
import { clusterRobustInterval, clusterRobustT } from "../../src/stats/cluster-robust.js";
import { correctedResampledT } from "../../src/stats/corrected-resampled-t.js";
import { dieboldMariano } from "../../src/stats/diebold-mariano.js";
import { equivalenceTest, nonInferiorityTest } from "../../src/stats/equivalence.js";
import { mcNemarOddsRatio } from "../../src/stats/mcnemar-odds-ratio.js";
import { pairedT } from "../../src/stats/paired-t.js";
import { permutationTest } from "../../src/stats/permutation.js";
import { unitTotals } from "../../src/stats/unit-totals.js";
import { wilcoxon } from "../../src/stats/wilcoxon.js";

interface Test {
  statistic: number;
  pValue: number;
}
interface Scipy {
  tool: string;
  paired: { name: string; values: number[]; t: Test; wilcoxon: Test & { n: number }; permutation?: Test }[];
}
interface Statsmodels {
  tool: string;
  clusterRobust: (Test & { values: number[]; unit: number[]; estimate: number; standardError: number; interval: number[] })[];
  dieboldMariano: (Test & { values: number[]; horizon: number })[];
  correctedResampledT: (Test & { values: number[]; testShare: number })[];
  equivalence: { values: number[]; margin: number; pValue: number; aboveLower: number[]; belowUpper: number[] }[];
  oddsRatio: { onlyA: number; onlyB: number; level: number; bounds: (number | null)[] }[];
} // prettier-ignore
const scipy = JSON.parse(readFileSync("test/fixtures/scipy/paired-tests.json", "utf8")) as Scipy;
const statsmodels = JSON.parse(readFileSync("test/fixtures/statsmodels/comparison.json", "utf8")) as Statsmodels;

const near = (value: number, expected: number): void =>
  expect(Math.abs(value - expected), `${value} for ${expected}`).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
const agrees = (test: Test, expected: Test): void => {
  near(test.statistic, expected.statistic);
  near(test.pValue, expected.pValue);
};
const permutation = (values: ArrayLike<number>, seed = 1): ReturnType<typeof permutationTest> =>
  permutationTest(unitTotals(values), { resamples: 2000, random: seeded(seed) });

describe.each(scipy.paired)(`$name, as ${scipy.tool} has it`, (sample) => {
  const { values } = sample;
  it("paired t", () => agrees(pairedT(values), sample.t));
  it("paired t by one row a unit, and by one row a day", () => {
    agrees(clusterRobustT(unitTotals(values)), sample.t);
    agrees(dieboldMariano(values), sample.t);
  });
  it("Wilcoxon's signed ranks", () => {
    const test = wilcoxon(values);
    agrees(test, sample.wilcoxon);
    expect(test.n).toBe(sample.wilcoxon.n);
  });
  if (sample.permutation)
    it("every sign pattern", () => {
      const test = permutation(values);
      expect(test.exact).toBe(true);
      agrees(test, sample.permutation!);
    });
});

describe(`tests that ${statsmodels.tool} confirms`, () => {
  it.each(statsmodels.clusterRobust)("cluster-robust t over $unit.length rows", ({ values, unit, ...expected }) => {
    const totals = unitTotals(values, unit);
    const test = clusterRobustT(totals);
    agrees(test, expected);
    near(test.estimate, expected.estimate);
    near(test.standardError, expected.standardError);
    const { lower, upper, method, n, units } = clusterRobustInterval(totals);
    near(lower, expected.interval[0]!);
    near(upper, expected.interval[1]!);
    expect([method, n, units]).toEqual(["cluster-robust-t", values.length, new Set(unit).size]);
  });

  it.each(statsmodels.dieboldMariano)("Diebold and Mariano at horizon $horizon", ({ values, horizon, ...expected }) =>
    agrees(dieboldMariano(values, { horizon }), expected),
  );

  it.each(statsmodels.correctedResampledT)("corrected resampled t, share $testShare", ({ values, testShare, ...expected }) =>
    agrees(correctedResampledT(values, testShare), expected)); // prettier-ignore

  it.each(statsmodels.equivalence)("two one-sided tests within $margin", ({ values, margin, ...expected }) => {
    const difference = pairedT(values);
    const test = equivalenceTest(difference, margin);
    near(test.pValue, expected.pValue);
    agrees(test.aboveLower, { statistic: expected.aboveLower[0]!, pValue: expected.aboveLower[1]! });
    agrees(test.belowUpper, { statistic: expected.belowUpper[0]!, pValue: expected.belowUpper[1]! });
    agrees(nonInferiorityTest(difference, margin), test.aboveLower);
  });

  it.each(statsmodels.oddsRatio)("odds ratio of $onlyA and $onlyB at $level", ({ onlyA, onlyB, level, bounds }) => {
    const { estimate, lower, upper } = mcNemarOddsRatio(onlyA, onlyB, level);
    expect(estimate).toBe(onlyB / onlyA);
    near(lower, bounds[0]!);
    if (bounds[1] === null) expect(upper).toBe(Infinity);
    else near(upper, bounds[1]!);
  });
});

describe("the permutation test", () => {
  const random = seeded(4);
  const values = Float64Array.from({ length: 400 }, () => random() ** 3 - 0.23);

  it("draws signs that give the normal limit", () => {
    const { pValue, exact, resamples } = permutationTest(unitTotals(values), { resamples: 40_000, random: seeded(2) });
    expect([exact, resamples]).toEqual([false, 40_000]);
    expect(Math.abs(pValue - pairedT(values).pValue)).toBeLessThan(0.01);
  });

  it("gives each sign with probability ½, alone and with its neighbours", () => {
    // The whole is as extreme as observed where the three sums that matter agree: 2 of 8 patterns.
    const tall = Float64Array.from({ length: 21 }, (_, i) => (i === 0 ? 100 : i < 3 ? 1 : 1e-13));
    const { pValue } = permutationTest(unitTotals(tall), { resamples: 100_000, random: seeded(3) });
    expect(Math.abs(pValue - 1 / 4)).toBeLessThan(0.005);
  });

  it("never says 0, and counts the sample itself", () => {
    const shifted = values.map((value) => value + 10);
    expect(permutationTest(unitTotals(shifted), { resamples: 99, random: seeded(2) }).pValue).toBe(0.01);
  });

  it("counts all patterns up to 20 units that differ, however many do not", () => {
    const sums = Float64Array.from({ length: 60 }, (_, i) => (i < 20 ? (i % 5) + 1 : 0));
    expect(permutation(sums)).toMatchObject({ exact: true, resamples: 2 ** 20, pValue: 2 / 2 ** 20 });
    expect(permutation(sums.map((value, i) => (i === 20 ? 1 : value))).exact).toBe(false);
  });

  it("flips whole units", () => {
    const unit = Int32Array.from({ length: 400 }, (_, row) => row % 8);
    expect(permutationTest(unitTotals(values, unit), { resamples: 10, random: seeded(1) }).resamples).toBe(256);
  });

  it("needs a resample", () =>
    expect(() => permutationTest(unitTotals([1]), { resamples: 0, random: seeded(1) })).toThrow(
      "at least one resample is needed, got 0",
    ));
});

describe("every paired test", () => {
  const tests: Record<string, (values: ArrayLike<number>) => Test> = {
    pairedT,
    wilcoxon,
    permutation,
    dieboldMariano,
    clusterRobustT: (values) => clusterRobustT(unitTotals(values)),
    correctedResampledT: (values) => correctedResampledT(values, 0.1),
  };
  const names = Object.keys(tests);
  const values = fc.array(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ min: -5, max: 5, noNaN: true })), {
    minLength: 2,
    maxLength: 40,
  });

  it.each(names)("%s keeps p and turns its sign where models are swapped", (name) =>
    fc.assert(
      fc.property(values, (sample) => {
        const there = tests[name]!(sample);
        const back = tests[name]!(sample.map((value) => 0 - value));
        if (Number.isNaN(there.pValue)) {
          expect(back.pValue).toBeNaN();
          return;
        }
        near(back.pValue, there.pValue);
        near(back.statistic, name === "wilcoxon" ? there.statistic : -there.statistic);
        expect(there.pValue).toBeGreaterThan(0);
        expect(there.pValue).toBeLessThanOrEqual(1);
      }),
      { numRuns: 100, seed: 3 },
    ),
  );

  it.each(names.filter((name) => name !== "dieboldMariano"))("%s does not see the order of rows", (name) =>
    fc.assert(
      fc.property(values, fc.integer(), (sample, seed) => {
        const [there, back] = [tests[name]!(sample), tests[name]!(shuffle([...sample], seeded(seed)))];
        if (Number.isNaN(there.pValue)) {
          expect(back.pValue).toBeNaN();
          return;
        }
        // Sums of other orders round otherwise; with more than 20 sums other signs are drawn as well.
        if (name !== "permutation" || sample.length <= 20)
          expect(Math.abs(back.pValue - there.pValue)).toBeLessThan(1e-9);
        expect(Math.abs(back.statistic - there.statistic)).toBeLessThan(1e-6 * Math.max(1, Math.abs(there.statistic)));
      }),
      { numRuns: 100, seed: 4 },
    ),
  );

  it.each(names)("%s names the row that is not a number", (name) =>
    expect(() => tests[name]!([1, 2, NaN, 3])).toThrow(/row 3 is NaN, a finite number is needed/),
  );

  it.each(names)("%s has no variance to rest on with 0 or 1 row, or equal ones", (name) => {
    const variance = ["pairedT", "dieboldMariano", "clusterRobustT", "correctedResampledT"].includes(name);
    for (const sample of [[], [0.1], [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]])
      if (variance) expect(tests[name]!(sample).pValue, JSON.stringify(sample)).toBeNaN();
    expect(tests[name]!([0, 0, 0]).pValue).toBe(variance ? NaN : 1);
  });

  it("has p 1 where it counts and nothing speaks against equality", () => {
    expect([wilcoxon([]).pValue, wilcoxon([2]).pValue, permutation([2]).pValue]).toEqual([1, 1, 1]);
    expect(permutation([]).pValue).toBeNaN();
    expect(wilcoxon([0.1, 0.1, 0.1]).rankBiserial).toBe(1);
    expect(wilcoxon([-1, -2]).rankBiserial).toBe(-1);
    expect(wilcoxon([]).rankBiserial).toBe(0);
  });
});

describe("what is refused", () => {
  it("margins, horizons, shares and counts that cannot be", () => {
    const difference = { estimate: 0, standardError: 1, degreesOfFreedom: null };
    expect(() => equivalenceTest(difference, 0)).toThrow("a margin above 0 is needed, got 0");
    expect(() => nonInferiorityTest(difference, NaN)).toThrow(RangeError);
    expect(() => dieboldMariano([1, 2, 3], { horizon: 4 })).toThrow("a horizon of 1 to 3 steps is needed, got 4");
    expect(() => dieboldMariano([1, 2, 3], { horizon: 1.5 })).toThrow(RangeError);
    expect(() => correctedResampledT([1, 2], 0)).toThrow("test rows per training row are needed, got 0");
    expect(() => mcNemarOddsRatio(1.5, 2)).toThrow("a count of rows is needed, got 1.5");
    expect(() => unitTotals([1, 2], Int32Array.of(1))).toThrow("rows differ: 2 values, 1 units of rows");
  });

  it("says why there is no interval", () => {
    expect(clusterRobustInterval(unitTotals([1, 2], [7, 7])).method).toBe("none-one-unit");
    expect(clusterRobustInterval(unitTotals([0.1, 0.1, 0.1]))).toMatchObject({ lower: NaN, method: "none-zero-variance" });
    expect(mcNemarOddsRatio(0, 0)).toMatchObject({ estimate: NaN, lower: NaN, method: "none-no-discordant-rows" });
    expect(equivalenceTest({ estimate: 0, standardError: 0, degreesOfFreedom: 3 }, 1).pValue).toBeNaN();
  }); // prettier-ignore

  it("a long-run variance below 0, which alternating steps give at horizon 2", () =>
    expect(dieboldMariano([1, -1, 1, -1, 1, -1, 1, -1.1], { horizon: 2 }).pValue).toBeNaN());
});

describe("dependence", () => {
  it("is seen over units and missed over rows", () => {
    const random = seeded(9);
    const [units, perUnit] = [61, 50];
    const effect = Float64Array.from({ length: units }, () => 2 * (random() - 0.5));
    const unit = Int32Array.from({ length: units * perUnit }, (_, row) => Math.floor(row / perUnit));
    const values = Float64Array.from(unit, (at) => effect[at]! + random() - 0.5);
    const ratio = clusterRobustT(unitTotals(values, unit)).standardError / pairedT(values).standardError;
    expect(ratio).toBeGreaterThan(5);
    expect(ratio).toBeLessThan(Math.sqrt(perUnit));
  });
});
