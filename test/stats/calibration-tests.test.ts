import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seeded, shuffle } from "../../src/lib/random.js";
import { hosmerLemeshow } from "../../src/stats/hosmer-lemeshow.js";
import { spiegelhalterZ } from "../../src/stats/spiegelhalter.js";

const { tool, calibration } = JSON.parse(readFileSync("test/fixtures/statsmodels/comparison.json", "utf8")) as {
  tool: string;
  calibration: { label: number[]; probability: number[]; z: number; pValue: number; hosmerLemeshow?: [number, number] }[];
}; // prettier-ignore

const near = (value: number, expected: number): void =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));

describe(`tests of calibration, as ${tool} has them`, () => {
  it.each(calibration)("Spiegelhalter's z $z", ({ label, probability, ...expected }) => {
    const { statistic, pValue, degreesOfFreedom } = spiegelhalterZ(label, probability);
    near(statistic, expected.z);
    near(pValue, expected.pValue);
    expect(degreesOfFreedom).toBeNull();
    const order = shuffle([...label.keys()], seeded(1));
    const again = spiegelhalterZ(order.map((row) => label[row]!), order.map((row) => probability[row]!)); // prettier-ignore
    expect(again.statistic).toBeCloseTo(statistic, 9);
    const other = spiegelhalterZ(label.map((y) => 1 - y), probability.map((p) => 1 - p)); // prettier-ignore
    expect(other.statistic).toBeCloseTo(statistic, 9);
  });

  it.each(calibration.filter((row) => row.hosmerLemeshow))(
    "Hosmer and Lemeshow's χ² $hosmerLemeshow",
    ({ label, probability, hosmerLemeshow: expected }) => {
      const { statistic, pValue, degreesOfFreedom, groups } = hosmerLemeshow(label, probability);
      near(statistic, expected![0]);
      near(pValue, expected![1]);
      expect([degreesOfFreedom, groups.length]).toEqual([10, 10]);
      expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(label.length);
    },
  );

  it("never parts equal probabilities", () => {
    const { label, probability } = calibration[2]!;
    const { groups, degreesOfFreedom } = hosmerLemeshow(label, probability);
    expect(groups.length).toBeLessThan(10);
    expect(degreesOfFreedom).toBe(groups.length);
    const sizes = new Map<number, number>();
    for (const p of probability) sizes.set(p, (sizes.get(p) ?? 0) + 1);
    const ends = new Set<number>();
    let cumulated = 0;
    for (const p of [...sizes.keys()].sort((a, b) => a - b)) ends.add((cumulated += sizes.get(p)!));
    let end = 0;
    for (const { rows } of groups) expect(ends.has((end += rows))).toBe(true);
  });
});

describe("at the edges", () => {
  it("rejects in 5 % of cases where probabilities are right", () => {
    const random = seeded(7);
    const rejected = { z: 0, groups: 0 };
    for (let run = 0; run < 2000; run++) {
      const probability = Float64Array.from({ length: 200 }, () => random());
      const label = probability.map((p) => Number(random() < p));
      if (spiegelhalterZ(label, probability).pValue < 0.05) rejected.z++;
      if (hosmerLemeshow(label, probability).pValue < 0.05) rejected.groups++;
    }
    for (const count of Object.values(rejected)) expect(Math.abs(count / 2000 - 0.05)).toBeLessThan(3 * 0.0049);
  });

  it("has no answer where nothing can be compared", () => {
    expect(spiegelhalterZ([], []).pValue).toBeNaN();
    expect(spiegelhalterZ([1, 0], [0.5, 0.5]).pValue).toBeNaN();
    expect(spiegelhalterZ([1, 0], [1, 0]).pValue).toBeNaN();
    expect(hosmerLemeshow([], []).pValue).toBeNaN();
    expect(hosmerLemeshow([1, 0], [1, 0])).toMatchObject({ statistic: 0, pValue: 1 });
    expect(hosmerLemeshow([1, 1], [1, 0])).toMatchObject({ statistic: Infinity, pValue: 0 });
    expect(hosmerLemeshow([1, 0, 1], [0.4, 0.4, 0.4]).degreesOfFreedom).toBe(1);
  });

  it.each([spiegelhalterZ, hosmerLemeshow])("names the row that cannot be", (test) => {
    expect(() => test([0, NaN], [0.1, 0.2])).toThrow("labels: row 2 is NaN");
    expect(() => test([0, 1], [0.1, NaN])).toThrow("probabilities: row 2 is NaN");
    expect(() => test([0, 2], [0.1, 0.2])).toThrow("labels: row 2 is 2, 0 or 1 is needed");
    expect(() => test([0, 1], [1.1, 0.2])).toThrow("probabilities: row 1 is 1.1, 0 to 1 is needed");
    expect(() => test([0, 1], [0.1])).toThrow("rows differ: 2 labels, 1 probabilities");
  });
});
