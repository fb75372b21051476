import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import { acceleration, bcaInterval } from "../../src/stats/bca.js";
import { jackknifeMetrics } from "../../src/stats/jackknife.js";
import { unitDraws } from "../../src/stats/resampling.js";

interface Case {
  name: string;
  level: number;
  estimate: number;
  jackknife: number[];
  replicates: number[];
  interval: number[];
}
const { tool, bca } = JSON.parse(readFileSync("test/fixtures/scipy/paired-tests.json", "utf8")) as {
  tool: string;
  bca: Case[];
};
const rows = { n: 40, units: 40 };

describe("bcaInterval", () => {
  it.each(bca)(`agrees with ${tool}: $name at $level`, ({ level, estimate, jackknife, replicates, interval }) => {
    const result = bcaInterval({ estimate, replicates: Float64Array.from(replicates) }, jackknife, rows, level);
    expect(result).toMatchObject({ estimate, level, method: "bca", n: 40, units: 40 });
    expect(Math.abs(result.lower - interval[0]!)).toBeLessThanOrEqual(1e-9 * interval[0]!);
    expect(Math.abs(result.upper - interval[1]!)).toBeLessThanOrEqual(1e-9 * interval[1]!);
  });

  it("turns with the sign of the statistic", () => {
    const { estimate, jackknife, replicates } = bca[0]!;
    const there = bcaInterval({ estimate, replicates: Float64Array.from(replicates) }, jackknife, rows);
    const back = bcaInterval(
      { estimate: -estimate, replicates: Float64Array.from(replicates, (value) => -value) },
      jackknife.map((value) => -value),
      rows,
    );
    expect(back.lower).toBeCloseTo(-there.upper, 10);
    expect(back.upper).toBeCloseTo(-there.lower, 10);
  });

  it("falls back, and says why", () => {
    const replicates = Float64Array.from({ length: 100 }, (_, i) => i);
    const of = (estimate: number, jackknife: number[], drawn = replicates): string =>
      bcaInterval({ estimate, replicates: drawn }, jackknife, rows).method;
    expect(of(50, [1, 2, 4])).toBe("bca");
    expect(of(50, [1, 1, 1])).toBe("percentile-no-acceleration");
    expect(of(50, [1, NaN, 2])).toBe("percentile-no-acceleration");
    expect(of(100, [1, 2, 4])).toBe("percentile-one-sided-draws");
    expect(of(1, [1, 2, 4], replicates.fill(1))).toBe("none-zero-variance");
    expect(of(1, [1, 2, 4], replicates.fill(NaN))).toBe("none-undefined-draws");
    expect(bcaInterval({ estimate: 100, replicates: Float64Array.of(1, 2, 3) }, [1, 2, 4], rows, 0.5)).toMatchObject({
      lower: 1.5,
      upper: 2.5,
    });
  });
});

describe("jackknifeMetrics", () => {
  const random = seeded(6);
  const count = 900;
  const label = Float64Array.from({ length: count }, () => randomNormal(random));
  const prediction = label.map((value) => value + Math.exp(randomNormal(random)));
  const names = ["mae", "medianAbsoluteError", "r2"] as const;

  it("is each metric without each unit", () => {
    const unitOfRow = Int32Array.from({ length: count }, (_, row) => row % 7);
    const draws = unitDraws({ units: 7, draws: 1, random: seeded(1) });
    const left = jackknifeMetrics(names.map(getMetric), { label, prediction }, unitOfRow, draws);
    names.forEach((name, index) => {
      const value = getMetric(name).prepare({ label, prediction });
      expect(left[index]).toHaveLength(7);
      left[index]!.forEach((without, unit) =>
        expect(without).toBeCloseTo(value(unitOfRow.map((at) => Number(at !== unit))), 10),
      );
    });
  });

  it("leaves out groups of many units, whose acceleration is that of the units", () => {
    const rowsOf = Int32Array.from({ length: count }, (_, row) => row);
    const draws = unitDraws({ units: count, draws: 1, random: seeded(1) });
    const [left] = jackknifeMetrics([getMetric("mae")], { label, prediction }, rowsOf, draws);
    expect(left).toHaveLength(256);
    const total = label.reduce((sum, value, row) => sum + Math.abs(value - prediction[row]!), 0);
    const single = label.map((value, row) => (total - Math.abs(value - prediction[row]!)) / (count - 1));
    expect(Math.abs(acceleration(left!) / acceleration(single) - 1)).toBeLessThan(0.25);
  });

  it("groups two models alike, so that a gain's jackknife is a difference", () => {
    const rowsOf = Int32Array.from({ length: count }, (_, row) => row);
    const draws = unitDraws({ units: count, draws: 1, random: seeded(1) });
    const [a] = jackknifeMetrics([getMetric("mae")], { label, prediction }, rowsOf, draws);
    const shifted = prediction.map((value) => value + 1e-6);
    const [b] = jackknifeMetrics([getMetric("mae")], { label, prediction: shifted }, rowsOf, draws);
    a!.forEach((value, group) => expect(Math.abs(value - b![group]!)).toBeLessThan(2e-6));
  });
});
