import * as fc from "fast-check";
import { expect, it } from "vitest";
import { mcNemar } from "../../src/stats/mcnemar.js";
import { pairedScore, pairedScoreInterval } from "../../src/stats/paired-proportions.js";

it("gives the published interval of Fagerland, Lydersen & Laake (2014): 7 and 1 of 21 pairs", () => {
  const [lower, upper] = pairedScoreInterval({ onlyFirst: 7, onlySecond: 1, n: 21 });
  expect(lower).toBeCloseTo(-0.517, 3);
  expect(upper).toBeCloseTo(-0.026, 3);
});

it("is McNemar's test at a difference of 0", () => {
  const { statistic } = mcNemar(12, 20).chi2;
  expect(pairedScore({ onlyFirst: 12, onlySecond: 20, n: 100 }, 0) ** 2).toBeCloseTo(statistic, 12);
});

it("ends where the score test rejects, turns round with the models, and narrows as the level falls", () =>
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 400 }), (onlyFirst, onlySecond, others) => {
      fc.pre(onlyFirst + onlySecond > 0);
      const counts = { onlyFirst, onlySecond, n: onlyFirst + onlySecond + others };
      const [lower, upper] = pairedScoreInterval(counts);
      if (lower > -1) expect(pairedScore(counts, lower)).toBeCloseTo(1.959963984540054, 6);
      if (upper < 1) expect(pairedScore(counts, upper)).toBeCloseTo(-1.959963984540054, 6);
      const turned = pairedScoreInterval({ ...counts, onlyFirst: onlySecond, onlySecond: onlyFirst });
      expect(turned[0]).toBeCloseTo(-upper, 9);
      const narrow = pairedScoreInterval(counts, 0.9);
      expect(narrow[0]).toBeGreaterThan(lower);
      expect(narrow[1]).toBeLessThan(upper);
    }),
    { numRuns: 60, seed: 1 },
  ));
