import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { deLong } from "../../src/stats/de-long.js";
import { standardDeviation } from "../../src/stats/intervals.js";
import { noncentralTUpper } from "../../src/stats/noncentral-t.js";
import { standardErrorOfArea, standardErrorOfAreaDifference } from "../../src/stats/power-area.js";
import { powerOfMean, unitsForMean } from "../../src/stats/power-mean.js";
import {
  powerOfPairedProportions,
  powerOfProportions,
  unitsForPairedProportions,
  unitsForProportions,
} from "../../src/stats/power-proportions.js";
import { powerOfDifference, smallestDetectableDifference, unitsForDifference } from "../../src/stats/power.js";
import { tQuantile, tUpper } from "../../src/stats/student-t.js";

interface Fixture {
  tool: string;
  powerOfDifference: { arguments: [number, number, number]; power: number }[];
  powerOfMean: { arguments: [number, number, number, number]; power: number }[];
  pairedProportions: { arguments: [number, number, number]; power: number }[];
}
const fixture = JSON.parse(readFileSync("test/fixtures/statsmodels/comparison.json", "utf8")) as Fixture;

describe("power of a difference with a known standard error", () => {
  it.each(fixture.powerOfDifference)(`agrees with ${fixture.tool}: $arguments`, ({ arguments: args, power }) =>
    expect(powerOfDifference(...args)).toBeCloseTo(power, 10),
  );

  it("is the wanted one at the smallest detectable difference, and at the units asked for", () => {
    expect(powerOfDifference(smallestDetectableDifference(0.01), 0.01)).toBeCloseTo(0.8, 5);
    const units = unitsForDifference(0.01, 1000, 0.02, { power: 0.9 });
    expect(powerOfDifference(0.02, 0.01 * Math.sqrt(1000 / units))).toBeCloseTo(0.9, 3);
    expect(powerOfDifference(0, 0.01, 0.9)).toBeCloseTo(0.1, 12);
    expect(powerOfDifference(1, 0)).toBeNaN();
  });
});

describe("power of a mean", () => {
  it.each(fixture.powerOfMean)(`agrees with ${fixture.tool}: $arguments`, ({ arguments: args, power }) =>
    expect(Math.abs(powerOfMean(...args) / power - 1)).toBeLessThan(1e-9),
  );

  it("gives R's published power.t.test", () => {
    // Two samples of 20, difference 1: the noncentral t with 38 degrees of freedom.
    const shift = Math.sqrt(20 / 2);
    expect(noncentralTUpper(tQuantile(0.975, 38), 38, shift)).toBeCloseTo(0.868952801692498, 8);
    expect(noncentralTUpper(1.3, 7, 0)).toBeCloseTo(tUpper(1.3, 7), 12);
    expect(noncentralTUpper(2, 1, 0)).toBeCloseTo(tUpper(2, 1), 9);
  });

  it("asks for the fewest units that suffice", () => {
    for (const [difference, deviation, power] of [[0.3, 1, 0.8], [-2, 1, 0.9], [5, 1, 0.8], [0.01, 0.2, 0.95]] as const) {
      const units = unitsForMean(difference, deviation, { power });
      expect(powerOfMean(difference, deviation, units)).toBeGreaterThanOrEqual(power);
      if (units > 2) expect(powerOfMean(difference, deviation, units - 1)).toBeLessThan(power);
    }
  }); // prettier-ignore

  it("is what a simulation finds with five units", () => {
    const random = seeded(3);
    let found = 0;
    for (let run = 0; run < 20_000; run++) {
      const values = Float64Array.from({ length: 5 }, () => 1 + randomNormal(random));
      const mean = values.reduce((sum, value) => sum + value / 5, 0);
      found += Number(Math.abs(mean / (standardDeviation(values) / Math.sqrt(5))) > tQuantile(0.975, 4));
    }
    expect(Math.abs(found / 20_000 - powerOfMean(1, 1, 5))).toBeLessThan(0.01);
  });

  it("has no answer without units, spread or difference", () => {
    expect([powerOfMean(1, 1, 1), powerOfMean(1, 0, 9), unitsForMean(0, 1), unitsForMean(1, 0)]).toEqual([NaN, NaN, NaN, NaN]);
    expect(noncentralTUpper(1, 0, 1)).toBeNaN();
  }); // prettier-ignore
});

describe("power of proportions", () => {
  it("gives R's published power.prop.test", () => {
    // R's root finder stops at a relative error of 1e-8.
    expect(Math.abs(unitsForProportions(0.5, 0.75, { power: 0.9 }) / 76.7069301141077 - 1)).toBeLessThan(1e-7);
    const second = 0.140747360784455;
    expect(powerOfProportions(0.1, second, 1000)).toBeCloseTo(powerOfProportions(second, 0.1, 1000), 12);
    expect(unitsForProportions(0.1, second, { power: powerOfProportions(0.1, second, 1000) })).toBeCloseTo(1000, 6);
    expect(unitsForProportions(0.3, 0.3)).toBeNaN();
  });

  it.each(fixture.pairedProportions)("paired: is the exact power within 0.02: $arguments", ({ arguments: args, power }) => {
    if (args[1] === 0) expect(powerOfPairedProportions(...args)).toBeCloseTo(0.025, 10);
    else expect(Math.abs(powerOfPairedProportions(...args) - power)).toBeLessThan(0.02);
  }); // prettier-ignore

  it("paired: turns units into power and back", () => {
    const units = unitsForPairedProportions(0.12, 0.03, { power: 0.9, level: 0.99 });
    expect(powerOfPairedProportions(0.12, 0.03, units, 0.99)).toBeCloseTo(0.9, 10);
    expect(powerOfPairedProportions(0.12, -0.03, units, 0.99)).toBeCloseTo(0.9, 10);
    expect([unitsForPairedProportions(0.1, 0), powerOfPairedProportions(0, 0, 9)]).toEqual([NaN, NaN]);
    expect(() => unitsForPairedProportions(0.1, 0.2)).toThrow("a gain of 0.2 cannot come from a share of 0.1");
    expect(powerOfPairedProportions(1, 1, 9)).toBe(1);
  });
});

describe("standard error of an area that is expected", () => {
  it("gives the published number", () => expect(standardErrorOfArea(0.893, 51, 58)).toBeCloseTo(0.032, 2.5)); // Hanley & McNeil 1982

  it("is DeLong's for exponential scores, one model and two", () => {
    const random = seeded(8);
    const exponential = (): number => -Math.log(1 - random());
    const rate = 1 / 3;
    const label = Float64Array.from({ length: 60_000 }, (_, row) => Number(row % 3 === 0));
    const [a, b] = [0, 1].map(() => label.map((y) => exponential() / (y === 1 ? rate : 1)));
    const { auc, covariance } = deLong(label, [a!, b!]);
    expect(Math.abs(standardErrorOfArea(auc[0]!, 20_000, 40_000) / Math.sqrt(covariance[0]![0]!) - 1)).toBeLessThan(0.01);
    const correlation = covariance[0]![1]! / Math.sqrt(covariance[0]![0]! * covariance[1]![1]!);
    const error = standardErrorOfAreaDifference([auc[0]!, auc[1]!], { positives: 20_000, negatives: 40_000, correlation });
    const expected = Math.sqrt(covariance[0]![0]! + covariance[1]![1]! - 2 * covariance[0]![1]!);
    expect(Math.abs(error / expected - 1)).toBeLessThan(0.01);
  }); // prettier-ignore

  it("has no answer without a class", () => expect(standardErrorOfArea(0.8, 0, 10)).toBeNaN());
});
