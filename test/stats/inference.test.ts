import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomNormal, seeded, shuffle } from "../../src/lib/random.js";
import { confidenceSequence } from "../../src/stats/confidence-sequence.js";
import { aucInfluence, deLong, deLongInterval, deLongTest } from "../../src/stats/de-long.js";
import { normalUpper } from "../../src/stats/normal.js";
import { smallestDetectableDifference, unitsForDifference, unitsForEquivalence } from "../../src/stats/power.js";

interface Case {
  name: string;
  label: number[];
  a: number[];
  b: number[];
  auc: number[];
  covariance: number[][];
  statistic: number;
  pValue: number;
  interval: number[];
}
const fixture = JSON.parse(readFileSync("test/fixtures/scipy/de-long.json", "utf8")) as { tool: string; cases: Case[] };

describe("deLong", () => {
  it.each(fixture.cases)(`agrees with the definition in ${fixture.tool}: $name`, ({ label, a, b, ...expected }) => {
    const { auc, covariance } = deLong(label, [a, b]);
    auc.forEach((value, i) => expect(value).toBeCloseTo(expected.auc[i]!, 12));
    covariance.flat().forEach((value, i) => expect(value).toBeCloseTo(expected.covariance.flat()[i]!, 12));
    const test = deLongTest(label, a, b);
    expect(test.statistic).toBeCloseTo(expected.statistic, 9);
    expect(test.pValue).toBeCloseTo(expected.pValue, 10);
    const { lower, upper, method } = deLongInterval(label, a);
    expect(lower).toBeCloseTo(expected.interval[0]!, 10);
    expect(upper).toBeCloseTo(expected.interval[1]!, 10);
    expect(method).toBe("delong-logit");
  });

  it("has no interval where the variance is zero", () => {
    expect(deLongInterval([0, 1, 0, 1], [0, 1, 0, 1])).toMatchObject({
      estimate: 1,
      lower: NaN,
      method: "none-zero-variance",
    });
    expect(deLongInterval([0, 0, 1, 1], [1, 1, 1, 1])).toMatchObject({ estimate: 0.5, upper: NaN });
    expect(deLongTest([0, 1, 0, 1], [1, 2, 3, 4], [1, 2, 3, 4]).pValue).toBeNaN();
  });

  it("turns its sign where models are swapped, and sees neither the order of rows nor the scale of scores", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1), fc.nat(6), fc.nat(6)), { minLength: 4, maxLength: 60 }),
        fc.integer(),
        (rows, seed) => {
          const column = (at: 0 | 1 | 2, from = rows): number[] => from.map((row) => row[at]);
          const there = deLongTest(column(0), column(1), column(2));
          const swapped = deLongTest(column(0), column(2), column(1));
          const mixed = shuffle([...rows], seeded(seed));
          const again = deLongTest(column(0, mixed), column(1, mixed).map(Math.exp), column(2, mixed).map((x) => 3 * x)); // prettier-ignore
          if (Number.isNaN(there.pValue)) {
            expect([swapped.pValue, again.pValue]).toEqual([NaN, NaN]);
            return;
          }
          expect(swapped.statistic).toBeCloseTo(-there.statistic, 10);
          expect(swapped.pValue).toBeCloseTo(there.pValue, 10);
          expect(again.statistic).toBeCloseTo(there.statistic, 8);
          const squares = aucInfluence(column(0), column(1)).reduce((sum, value) => sum + value * value, 0);
          expect(squares).toBeCloseTo(deLong(column(0), [column(1)]).covariance[0]![0]!, 12);
        },
      ),
      { numRuns: 200, seed: 2 },
    ));

  it("has no area without both classes, and refuses a missing score", () => {
    expect(deLong([1, 1], [[0.1, 0.2]]).auc).toEqual([NaN]);
    expect(() => deLong([0, 1], [[0.3, NaN]])).toThrow("scores: row 2 is NaN, a finite number is needed");
  });
});

describe("confidenceSequence", () => {
  it("gives the published interval", () => {
    // GrowthBook's sequential test: 1396/3000 against 2422/3461, tuned for 5,000 units.
    const error = Math.sqrt(((1396 / 3000) * (1604 / 3000)) / 3000);
    const [lower, upper] = confidenceSequence(0, error, 3000, 0.95, 5000);
    const rho = 0.03984006677137368;
    const time = 3000 * rho * rho;
    expect(upper).toBeCloseTo(error * Math.sqrt(((2 * (time + 1)) / time) * Math.log(Math.sqrt(time + 1) / 0.05)), 14);
    expect(lower).toBe(-upper);
  });

  it("holds over many looks, where an interval for one look does not", () => {
    const random = seeded(8);
    let sequence = 0;
    let plain = 0;
    for (let run = 0; run < 400; run++) {
      let sum = 0;
      let [left, leftPlain] = [false, false];
      for (let n = 1; n <= 2000; n++) {
        sum += randomNormal(random);
        if (n < 100 || n % 50 !== 0) continue;
        const [lower, upper] = confidenceSequence(sum / n, 1 / Math.sqrt(n), n, 0.95, 200);
        left ||= lower > 0 || upper < 0;
        leftPlain ||= Math.abs(sum) > 1.96 * Math.sqrt(n);
      }
      if (left) sequence++;
      if (leftPlain) plain++;
    }
    expect(sequence / 400).toBeLessThan(0.05);
    expect(plain / 400).toBeGreaterThan(0.15);
  });

  it("promotes at most 2.5 % by luck up to every look, with few skewed units whose error is estimated", () => {
    const random = seeded(12);
    const [runs, looks, perLook] = [2000, 12, 61];
    const promoted = new Float64Array(looks);
    for (let run = 0; run < runs; run++) {
      let [n, sum, squares, won] = [0, 0, 0, false];
      for (let look = 0; look < looks; look++) {
        for (let unit = 0; unit < perLook; unit++) {
          const gain = 1 + Math.log(1 - random());
          n++;
          sum += gain;
          squares += gain * gain;
        }
        const error = Math.sqrt((squares - (sum * sum) / n) / (n - 1) / n);
        won ||= confidenceSequence(sum / n, error, n, 0.95, perLook)[0] > 0;
        promoted[look]! += Number(won) / runs;
      }
    }
    for (const share of promoted) expect(share).toBeLessThan(0.025 + 3 * Math.sqrt((0.025 * 0.975) / runs));
    expect(promoted[looks - 1]).toBeGreaterThan(0);
  });

  it("has no answer without a variance", () => expect(confidenceSequence(1, 0, 10, 0.95, 10)).toEqual([NaN, NaN]));
});

describe("power", () => {
  it("is 80 % at the smallest detectable difference", () => {
    const difference = smallestDetectableDifference(0.01);
    expect(difference).toBeCloseTo(0.01 * (1.959963984540054 + 0.8416212335729143), 12);
    expect(normalUpper(1.959963984540054 - difference / 0.01)).toBeCloseTo(0.8, 10);
  });

  it("asks for four times the units at half the difference", () => {
    expect(unitsForDifference(0.01, 1000, 0.02)).toBe(1963);
    expect(unitsForDifference(0.01, 1000, -0.01)).toBe(Math.ceil(4 * 1962.22));
    expect(unitsForEquivalence(0.01, 1000, 0.02)).toBe(2627);
  });

  it("has no answer without a variance or a difference", () => {
    expect(smallestDetectableDifference(0)).toBeNaN();
    expect(unitsForDifference(0.01, 100, 0)).toBeNaN();
    expect(unitsForEquivalence(0.01, 100, 0)).toBeNaN();
    expect(unitsForEquivalence(NaN, 100, 1)).toBeNaN();
  });
});
