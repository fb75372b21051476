import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { bestOfMany } from "../../src/stats/best-of-many.js";
import { modelConfidenceSet } from "../../src/stats/model-confidence-set.js";
import { onlineFalseDiscovery } from "../../src/stats/online-false-discovery.js";

const { tool, confidenceSet } = JSON.parse(readFileSync("test/fixtures/statsmodels/comparison.json", "utf8")) as {
  tool: string;
  confidenceSet: { estimates: number[]; replicates: number[][]; pValues: number[]; order: number[] }[];
};

describe("modelConfidenceSet", () => {
  it.each(confidenceSet)(
    `is the paper's procedure in python (${tool})`,
    ({ estimates, replicates, pValues, order }) => {
      const models = estimates.map((estimate, i) => ({ estimate, replicates: replicates[i]! }));
      const members = modelConfidenceSet(models, "minimize");
      members.forEach(({ pValue }, i) => expect(pValue).toBeCloseTo(pValues[i]!, 12));
      expect(order.map((model) => members[model]!.eliminated)).toEqual([1, 2, 3, 4, 5, 6]);
      const gains = models.map(({ estimate, replicates: drawn }) => ({
        estimate: -estimate,
        replicates: drawn.map((value) => -value),
      }));
      expect(modelConfidenceSet(gains, "maximize")).toEqual(members);
      const [first, ...others] = models;
      expect(modelConfidenceSet([...others, first!], "minimize").at(-1)).toEqual(members[0]);
    },
  );

  it("keeps models that never differ, and one alone", () => {
    const model = { estimate: 1, replicates: [0.9, 1.1, 1.2] };
    expect(modelConfidenceSet([model, model, model], "minimize").map(({ pValue }) => pValue)).toEqual([1, 1, 1]);
    expect(modelConfidenceSet([model], "maximize")).toEqual([{ pValue: 1, eliminated: 1 }]);
  });

  it("holds the best model in 95 % of cases, and drops a far worse one", () => {
    const random = seeded(5);
    let [held, dropped] = [0, 0];
    for (let run = 0; run < 300; run++) {
      const models = noisyModels([0, 0, 0, 0.5, 6], random, 200);
      const members = modelConfidenceSet(models, "minimize");
      held += Number(members[0]!.pValue >= 0.05 && members[1]!.pValue >= 0.05);
      dropped += Number(members[4]!.pValue < 0.05);
    }
    expect(held / 300).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / 300));
    expect(dropped / 300).toBeGreaterThan(0.95);
  });

  it("names a model without a value, and refuses unequal draws", () => {
    const model = { estimate: 1, replicates: [1, 2] };
    expect(() => modelConfidenceSet([], "minimize")).toThrow("at least one model is needed");
    expect(() => modelConfidenceSet([model, { estimate: 1, replicates: [1, NaN] }], "minimize")).toThrow(
      "model 2 has no value on draw 2",
    );
    expect(() => modelConfidenceSet([model, { estimate: 1, replicates: [1] }], "minimize")).toThrow(
      "replicates differ: 2 of model 1, 1 of model 2",
    );
  });
});

/** Models whose estimates err by correlated standard normal noise, with replicates that know it. */
function noisyModels(truth: readonly number[], random: () => number, draws: number) {
  const shared = Math.SQRT1_2;
  const noise = (common: number): number => shared * common + Math.sqrt(1 - shared * shared) * randomNormal(random);
  const common = randomNormal(random);
  const models = truth.map((value) => ({ estimate: value + noise(common), replicates: new Float64Array(draws) }));
  for (let draw = 0; draw < draws; draw++) {
    const drawn = randomNormal(random);
    for (const { estimate, replicates } of models) replicates[draw] = estimate + noise(drawn);
  }
  return models;
}

describe("bestOfMany", () => {
  const judge = (truth: readonly number[], direction: "maximize" | "minimize", runs = 400) => {
    const random = seeded(11);
    let [plain, covered, bias, left] = [0, 0, 0, 0];
    for (let run = 0; run < runs; run++) {
      const models = noisyModels(truth, random, 300);
      const { best, corrected, optimism } = bestOfMany(models, direction, { n: 100, units: 100 });
      const true_ = truth[best]!;
      const { estimate } = models[best]!;
      plain += Number(Math.abs(estimate - true_) > 1.96) / runs;
      covered += Number(corrected.lower <= true_ && true_ <= corrected.upper) / runs;
      bias += Math.abs(direction === "maximize" ? 1 : -1) * (direction === "maximize" ? estimate - true_ : true_ - estimate) / runs;
      left += (direction === "maximize" ? corrected.estimate - true_ : true_ - corrected.estimate) / runs;
      expect(optimism).toBeGreaterThanOrEqual(0);
      expect(corrected.lower).toBeLessThanOrEqual(corrected.estimate);
    }
    return { plain, covered, bias, left };
  }; // prettier-ignore

  it.each(["maximize", "minimize"] as const)("removes the luck of twelve equal models (%s)", (direction) => {
    const { plain, covered, bias, left } = judge(Array.from({ length: 12 }, () => 0), direction); // prettier-ignore
    expect(bias).toBeGreaterThan(0.9);
    expect(Math.abs(left)).toBeLessThan(0.25 * bias);
    expect(plain).toBeGreaterThan(0.08);
    expect(covered).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / 400));
  });

  it("removes as much luck as there is where models differ", () => {
    const { bias, left, covered } = judge(Array.from({ length: 12 }, (_, model) => 0.4 * model), "maximize"); // prettier-ignore
    expect(bias).toBeGreaterThan(0.4);
    expect(Math.abs(left)).toBeLessThan(0.15);
    expect(covered).toBeGreaterThan(0.95);
  });

  it("leaves a clear winner alone", () => {
    const { bias, left, covered } = judge([0, 0, 0, 12], "maximize", 200);
    expect(Math.abs(left - bias)).toBeLessThan(1e-10);
    expect(covered).toBeGreaterThan(0.95);
  });

  it("is the plain interval where there is one model", () => {
    const [model] = noisyModels([0], seeded(3), 20_000);
    const { corrected, optimism, best } = bestOfMany([model!], "maximize", { n: 9, units: 9 });
    expect([best, corrected.n, corrected.units, corrected.method]).toEqual([0, 9, 9, "simultaneous-bootstrap"]);
    expect(optimism).toBeLessThan(1e-10);
    expect(Math.abs(corrected.upper - model!.estimate - 1.96)).toBeLessThan(0.1);
    expect(Math.abs(model!.estimate - corrected.lower - 1.96)).toBeLessThan(0.1);
  });

  it("has no answer where nothing varies, and needs a model", () => {
    const flat = { estimate: 1, replicates: [1, 1, 1] };
    expect(bestOfMany([flat, flat], "maximize", { n: 3, units: 3 }).corrected).toMatchObject({
      estimate: NaN, lower: NaN, upper: NaN, method: "none-zero-variance",
    }); // prettier-ignore
    expect(() => bestOfMany([], "maximize", { n: 0, units: 0 })).toThrow("at least one model is needed");
    expect(() => bestOfMany([flat, { estimate: 1, replicates: [1] }], "maximize", { n: 3, units: 3 })).toThrow(
      "replicates differ",
    );
  });
});

describe("onlineFalseDiscovery", () => {
  // The example of R's onlineFDR, help page of LORD, as published.
  const pValues = [
    2.9e-8, 0.06743, 0.01514, 0.08174, 0.00171, 3.6e-5, 0.79149, 0.27201, 0.28295, 7.59e-8, 0.69274, 0.30443, 0.00136,
    0.72342, 0.54757,
  ];
  const levels = [
    0.0002675839, 0.0024664457, 0.0005732818, 0.0004872805, 0.0004059066, 0.0003447286, 0.0029745013, 0.0008450114,
    0.0007305648, 0.0006243143, 0.0032185913, 0.0010617227, 0.0009256825, 0.0008019657, 0.000705961,
  ];

  it("gives the levels that R's onlineFDR publishes", () => {
    const decisions = onlineFalseDiscovery(pValues, 0.05);
    decisions.forEach(({ level }, i) => expect(level).toBeCloseTo(levels[i]!, 10));
    expect(decisions.flatMap(({ rejected }, i) => (rejected ? [i + 1] : []))).toEqual([1, 6, 10]);
  });

  it("never judges the past again, and its adjusted p decides alike", () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(NaN), fc.constant(1e-9)), {
          maxLength: 30,
        }),
        fc.nat(30),
        (stream, upTo) => {
          const all = onlineFalseDiscovery(stream, 0.1);
          expect(onlineFalseDiscovery(stream.slice(0, upTo), 0.1)).toEqual(all.slice(0, upTo));
          for (const { rejected, adjustedPValue } of all)
            expect(rejected).toBe(adjustedPValue <= 0.1 * (1 + 1e-12));
          const tested = stream.flatMap((p, i) => (Number.isNaN(p) ? [] : [all[i]!]));
          expect(onlineFalseDiscovery(stream.filter((p) => !Number.isNaN(p)), 0.1)).toEqual(tested);
        },
      ),
      { numRuns: 200, seed: 1 },
    )); // prettier-ignore

  it("keeps the share of false findings, with a tenth of the hypotheses false", () => {
    const random = seeded(2);
    let share = 0;
    for (let run = 0; run < 300; run++) {
      const stream = Array.from({ length: 200 }, (_, i) => (i % 10 === 3 ? 1e-5 * random() : random()));
      const found = onlineFalseDiscovery(stream, 0.05).flatMap(({ rejected }, i) => (rejected ? [i] : []));
      share += found.filter((i) => i % 10 !== 3).length / Math.max(1, found.length) / 300;
      expect(found.length).toBeGreaterThan(5);
    }
    expect(share).toBeLessThan(0.05);
  });

  it("needs a rate", () => expect(() => onlineFalseDiscovery([0.1], 0)).toThrow("a rate between 0 and 1 is needed, got 0"));
}); // prettier-ignore
