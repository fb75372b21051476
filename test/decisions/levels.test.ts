import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { levelBounds, levelOf } from "../../src/decisions/levels.js";

describe("the level of a prediction", () => {
  it.each([
    [14.99, "low"],
    [15, "medium"],
    [59.9, "medium"],
    [60, "high"],
    [-Infinity, "low"],
    [Infinity, "high"],
    [Number.NaN, null],
  ] as const)("%d is %s", (prediction, level) => expect(levelOf(prediction, { medium: 15, high: 60 })).toBe(level));

  it("never falls as the prediction rises", () => {
    const rank = { low: 0, medium: 1, high: 2 };
    const number = fc.double({ noNaN: true });
    fc.assert(
      fc.property(number, number, number, number, (a, b, c, d) => {
        const bounds = { medium: Math.min(a, b), high: Math.max(a, b) };
        expect(rank[levelOf(Math.min(c, d), bounds)!]).toBeLessThanOrEqual(rank[levelOf(Math.max(c, d), bounds)!]);
      }),
    );
  });
});

describe("the bounds of levels", () => {
  const predictions = Float64Array.from({ length: 100 }, (_, i) => 99 - i);

  it("are the policy's where it names them", () =>
    expect(levelBounds({ levels: { medium: 15, high: 60 } }, predictions)).toEqual({
      medium: 15,
      high: 60,
      source: "policy",
    }));

  it("else leave half of the validation predictions below medium and nine tenths below high", () => {
    const bounds = levelBounds({}, predictions)!;
    expect(bounds).toEqual({ medium: 50, high: 90, source: "quantiles" });
    expect(predictions.filter((value) => value < bounds.high)).toHaveLength(90);
  });

  it("pass over predictions that are none, and are none without any", () => {
    expect(levelBounds({}, Float64Array.of(Number.NaN, 3))).toMatchObject({ medium: 3, high: 3 });
    expect(levelBounds({}, Float64Array.of(Number.NaN))).toBeNull();
  });
});
