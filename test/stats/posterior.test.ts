import { describe, expect, it } from "vitest";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import { bootstrapMetric } from "../../src/stats/bootstrap.js";
import { standardDeviation } from "../../src/stats/intervals.js";
import { normalCdf } from "../../src/stats/normal.js";
import { posteriorOfGain } from "../../src/stats/posterior.js";
import { dirichletDraws } from "../../src/stats/resampling.js";

const random = seeded(5);

describe("dirichletDraws", () => {
  it.each([
    [40, 30_000],
    [5000, 5000],
  ])("has the posterior variance of Rubin's formula over %d units", (units, count) => {
    const losses = Float64Array.from({ length: units }, () => Math.exp(randomNormal(random)));
    const mean = losses.reduce((sum, value) => sum + value / units, 0);
    const squares = losses.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const draws = dirichletDraws({ units, draws: count, random: seeded(1) });
    const unit = Int32Array.from({ length: units }, (_, row) => row);
    const input = { label: new Float64Array(units), prediction: losses };
    const { estimate, replicates } = bootstrapMetric(getMetric("mae"), input, unit, draws);
    const expected = Math.sqrt(squares / units / (units + 1));
    expect(estimate).toBeCloseTo(mean, 10);
    expect(Math.abs(standardDeviation(replicates) / expected - 1)).toBeLessThan(0.03);
    const drawn = replicates.reduce((sum, value) => sum + value / count, 0);
    expect(Math.abs(drawn - mean)).toBeLessThan((4 * expected) / Math.sqrt(count));
  });

  it("gives weights above 0 that sum to the units, the same each time", () => {
    const draws = dirichletDraws({ units: 30, draws: 5, random: seeded(2) });
    const [first, second] = [new Float64Array(30), new Float64Array(30)];
    draws.counts(3, first);
    draws.counts(3, second);
    expect(second).toEqual(first);
    expect(Math.min(...first)).toBeGreaterThan(0);
    expect(first.reduce((sum, value) => sum + value, 0)).toBeCloseTo(30, 10);
  });
});

describe("posteriorOfGain", () => {
  it("agrees with the normal distribution where gains are normal", () => {
    const gains = Float64Array.from({ length: 100_000 }, () => 0.01 + 0.02 * randomNormal(random));
    const { probabilityBetter, expectedLoss, region } = posteriorOfGain(gains, 0.01);
    const density = Math.exp(-0.125) / Math.sqrt(2 * Math.PI);
    expect(probabilityBetter).toBeCloseTo(normalCdf(0.5), 2);
    expect(expectedLoss.keep).toBeCloseTo(0.01 * normalCdf(0.5) + 0.02 * density, 3);
    expect(expectedLoss.keep - expectedLoss.promote).toBeCloseTo(0.01, 3);
    expect(region.above).toBeCloseTo(0.5, 2);
    expect(region.below).toBeCloseTo(normalCdf(-1), 2);
    expect(region.below + region.within + region.above).toBeCloseTo(1, 12);
  });

  it("turns with its sign, and counts equal gains half", () => {
    const gains = [0.1, -0.2, 0, 0.3, NaN];
    const [there, back] = [posteriorOfGain(gains, 0.1), posteriorOfGain(gains.map((gain) => -gain), 0.1)]; // prettier-ignore
    expect(there.probabilityBetter).toBe(2.5 / 4);
    expect(back.probabilityBetter).toBe(1.5 / 4);
    expect(back.expectedLoss).toEqual({ keep: there.expectedLoss.promote, promote: there.expectedLoss.keep });
    expect(there.region).toEqual({ below: 0.25, within: 0.5, above: 0.25 });
  });

  it("has no answer without a draw, and needs a margin", () => {
    expect(posteriorOfGain([NaN], 1)).toEqual({
      probabilityBetter: NaN,
      expectedLoss: { keep: NaN, promote: NaN },
      region: { below: NaN, within: NaN, above: NaN },
    });
    expect(() => posteriorOfGain([1], 0)).toThrow("a margin above 0 is needed, got 0");
  });
});
