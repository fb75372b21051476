import { describe, expect, it } from "vitest";
import { randomBelow, randomNormal, seeded } from "../../src/lib/random.js";
import { DesignEffects } from "../../src/monitoring/design-effect.js";
import { sumUnits, totals, UnitDraws, type UnitCounts } from "../../src/monitoring/resample.js";

const random = seeded(3);
const bins = 10;
/** Three bins that are no stretch of values follow the ten. */
const width = bins + 3;
const draws = 400;

/** Units of `size` rows; `binsOf` draws the bins of one unit's rows. */
function window(units: number, size: number, binsOf: (size: number) => number[]): UnitCounts {
  const counts = new Float64Array(units * width);
  for (let u = 0; u < units; u++) for (const bin of binsOf(size)) counts[u * width + bin]!++;
  return { units, width, counts, rowsAreUnits: false };
}
function design(reference: UnitCounts, current: UnitCounts): DesignEffects {
  const units = new UnitDraws(1);
  const of = (side: UnitCounts, name: "reference" | "current") => ({
    sums: totals(side),
    drawn: sumUnits(side, units.of(name, draws, side.units, side.units), draws),
  });
  return new DesignEffects(of(reference, "reference"), of(current, "current"), draws, false);
}
const each = (size: number): number[] => Array.from({ length: size }, () => randomBelow(random, bins));

describe("units whose rows are", () => {
  it("independent count as rows", () => {
    const found = design(window(400, 5, each), window(400, 5, each));
    expect(found.cells().mean).toBeLessThan(1.2);
    expect(found.cumulative()).toBeLessThan(1.3);
    expect(found.ranks()).toBeLessThan(1.3);
  });

  it("all the same count as one row each", () => {
    const same = (size: number): number[] => Array.from({ length: size }, () => -1).fill(randomBelow(random, bins));
    const found = design(window(400, 5, same), window(400, 5, same));
    for (const effect of [found.cells().mean, found.cumulative(), found.ranks()]) {
      expect(effect).toBeGreaterThan(4);
      expect(effect).toBeLessThan(6);
    }
  });

  it("high or low together move ranks and cumulative shares more than single bins", () => {
    const shifted = (size: number): number[] => {
      const shift = randomNormal(random);
      return Array.from({ length: size }, () => {
        const x = 0.5 * shift + 0.87 * randomNormal(random);
        return Math.min(bins - 1, Math.max(0, Math.floor(bins / (1 + Math.exp(-1.702 * x)))));
      });
    };
    const found = design(window(300, 30, shifted), window(300, 30, shifted));
    expect(found.cumulative()).toBeGreaterThan(1.5 * found.cells().mean);
    expect(found.ranks()).toBeGreaterThan(found.cumulative());
    // Of the mean of rows, 1 + 29 · 0.25.
    expect(found.ranks()).toBeGreaterThan(6);
    expect(found.ranks()).toBeLessThan(9.5);
    expect(found.cells().spread).toBeGreaterThan(2);
  });

  it("missing by whole units widen the missing share by the size of a unit", () => {
    const gone = (size: number): number[] =>
      random() < 0.2 ? Array.from({ length: size }, () => width - 1) : each(size);
    const found = design(window(300, 8, gone), window(300, 8, gone));
    const share = found.cells((bin) => Number(bin === width - 1));
    expect(share.mean).toBeGreaterThan(6.5);
    expect(share.mean).toBeLessThan(9.5);
    expect(share.spread).toBe(1);
  });
});
