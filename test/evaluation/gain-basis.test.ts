import { describe, expect, it } from "vitest";
import {
  abovePValue,
  belowPValue,
  gainAtLevel,
  gainPValue,
  mirrored,
  type GainBasis,
} from "../../src/evaluation/gain-basis.js";

const basis = (method: string, rest: Partial<GainBasis> = {}): GainBasis => ({
  metric: "accuracy", method, estimate: 0.02, standardError: 0.01, degreesOfFreedom: 40, n: 400, units: 41,
  discordant: null, quantiles: null, ...rest,
}); // prettier-ignore

const bases: [string, GainBasis][] = [
  ["cluster-robust-t", basis("cluster-robust-t")],
  ["delong", basis("delong", { degreesOfFreedom: null })],
  ["paired-score", basis("paired-score", { discordant: { onlyChampionRight: 12, onlyChallengerRight: 20 } })],
  ["no-discordant-rows", basis("no-discordant-rows", { estimate: 0, standardError: 0, discordant: { onlyChampionRight: 0, onlyChallengerRight: 0 } })],
  ["paired-bootstrap", basis("paired-bootstrap", { quantiles: { probabilities: [0.001, 0.025, 0.5, 0.975, 0.999], values: [-0.02, -0.001, 0.02, 0.041, 0.06] } })],
]; // prettier-ignore

describe.each(bases)("%s", (_, given) => {
  it("has p-values that agree with its interval, at either end", () => {
    const { lower, upper } = gainAtLevel(given, 0.95);
    expect(belowPValue(given, upper)).toBeCloseTo(0.025, 9);
    expect(abovePValue(given, lower)).toBeCloseTo(0.025, 9);
  });
  it("widens with the level", () => {
    const width = (level: number): number => gainAtLevel(given, level).upper - gainAtLevel(given, level).lower;
    expect(width(0.99)).toBeGreaterThan(width(0.95));
    expect(width(0.95)).toBeGreaterThan(width(0.8));
  });
  it("mirrored, turns its interval around and keeps p", () => {
    const [one, other] = [gainAtLevel(given, 0.9), gainAtLevel(mirrored(given), 0.9)];
    expect(other.lower).toBeCloseTo(-one.upper, 12);
    expect(other.upper).toBeCloseTo(-one.lower, 12);
    expect(gainPValue(mirrored(given))).toBeCloseTo(gainPValue(given), 10);
  });
});

it("without a variance there is neither interval nor p; identical predictions are certain", () => {
  const none = basis("none-zero-variance", { standardError: 0 });
  expect(gainAtLevel(none, 0.95).lower).toBeNaN();
  expect(gainPValue(none)).toBeNaN();
  const same = basis("identical-predictions", { estimate: 0, standardError: 0 });
  expect(gainAtLevel(same, 0.95)).toMatchObject({ lower: 0, upper: 0 });
  expect([belowPValue(same, 0.01), belowPValue(same, -0.01), gainPValue(same)]).toEqual([0, 1, 1]);
});
