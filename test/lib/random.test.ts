import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomBelow, randomNormal, seeded, shuffle } from "../../src/lib/random.js";

describe("seeded", () => {
  it("gives the same stream for the same seed, another for another", () => {
    const stream = (seed: number): number[] => Array.from({ length: 5 }, seeded(seed));
    expect(stream(1)).toEqual(stream(1));
    expect(stream(1)).not.toEqual(stream(2));
    expect(stream(0.25)).not.toEqual(stream(0.5));
  });

  it("is uniform: a chi-square over 100 cells stays within its 1e-6 tails", () => {
    const random = seeded(20260101);
    const counts = new Float64Array(100);
    for (let i = 0; i < 1e6; i++) counts[randomBelow(random, 100)]!++;
    const statistic = counts.reduce((sum, count) => sum + (count - 1e4) ** 2 / 1e4, 0);
    expect(statistic).toBeGreaterThan(45);
    expect(statistic).toBeLessThan(180);
  });

  it("stays in [0, 1) for any seed", () =>
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), (seed) => {
        const value = seeded(seed)();
        return value >= 0 && value < 1;
      }),
    ));
});

it("randomNormal has the mean and variance of a standard normal", () => {
  const random = seeded(3);
  const values = Float64Array.from({ length: 2e5 }, () => randomNormal(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(2e5));
  expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 2e5));
});

it("shuffle keeps every value and every order is about as likely", () => {
  const random = seeded(4);
  const seen = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = shuffle(Int32Array.of(0, 1, 2), random).join("");
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect([...seen.keys()].sort()).toEqual(["012", "021", "102", "120", "201", "210"]);
  for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000));
});
