import { describe, expect, it } from "vitest";
import { unitMean } from "../../src/evaluation/unit-mean.js";

describe("a mean with an interval over units", () => {
  it("with one row per unit is Student's t interval of a mean", () => {
    // scipy.stats.t.interval(0.95, 4, loc=3, scale=sqrt(2.5 / 5)): 3 ± 1.963243
    const result = unitMean(Float64Array.of(1, 2, 3, 4, 5), Int32Array.of(0, 1, 2, 3, 4), 0.95);
    expect(result.estimate).toBe(3);
    expect(result.upper - 3).toBeCloseTo(1.9632432, 6);
    expect(result).toMatchObject({ n: 5, units: 5, method: "unit-mean" });
  });
  it("with equal units is the t interval of unit means: rows that copy a unit add nothing", () => {
    const once = unitMean(Float64Array.of(1, 2, 4), Int32Array.of(0, 1, 2), 0.95);
    const thrice = unitMean(Float64Array.of(1, 1, 1, 2, 2, 2, 4, 4, 4), Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2), 0.95);
    expect(thrice.lower).toBeCloseTo(once.lower, 12);
    expect(thrice.upper).toBeCloseTo(once.upper, 12);
  });
  it("of one unit has no interval", () => {
    expect(unitMean(Float64Array.of(1, 2), Int32Array.of(0, 0), 0.95)).toMatchObject({
      estimate: 1.5,
      lower: Number.NaN,
    });
  });
  it("of some rows counts those only", () => {
    const result = unitMean(Float64Array.of(1, 9, 3), Int32Array.of(0, 1, 2), 0.95, Int32Array.of(0, 2));
    expect(result).toMatchObject({ estimate: 2, n: 2, units: 2 });
  });
});
