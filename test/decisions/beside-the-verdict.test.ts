import { describe, expect, it } from "vitest";
import { bayesianView } from "../../src/decisions/bayesian-view.js";
import { selectionWarning } from "../../src/decisions/compare-warnings.js";
import type { PairDocument } from "../../src/decisions/documents.js";
import { powerView } from "../../src/decisions/power-view.js";
import type { GainBasis } from "../../src/evaluation/gain-basis.js";
import { normalCdf } from "../../src/stats/normal.js";

const basis = (estimate: number, standardError: number, units = 400): GainBasis => ({
  metric: "accuracy", method: "paired-t", estimate, standardError, degreesOfFreedom: units - 1, n: 900, units,
  discordant: null, quantiles: null,
}); // prettier-ignore

describe("the Bayesian view", () => {
  const asked = { margin: 0.01, level: 0.9 };
  it("counts draws: which is better, what a wrong choice loses, and the region of practical equivalence", () => {
    const draws = Float64Array.of(-0.03, -0.005, 0, 0.005, 0.02, 0.04);
    const view = bayesianView(basis(0.004, 0.01), draws, asked)!;
    expect(view.probabilityBetter).toBeCloseTo(3.5 / 6, 12);
    expect(view.expectedLoss.champion).toBeCloseTo((0.005 + 0.02 + 0.04) / 6, 12);
    expect(view.expectedLoss.challenger).toBeCloseTo((0.03 + 0.005) / 6, 12);
    const { margin, below, within, above } = view.rope;
    expect(margin).toBe(0.01);
    expect([below, within, above].map((share) => Math.round(6 * share))).toEqual([1, 3, 2]);
    expect(view.gain).toMatchObject({ method: "bayesian-bootstrap", level: 0.9, n: 900, units: 400 });
    expect(view.gain.estimate).toBeCloseTo(0.03 / 6, 12);
    expect([view.draws, view.metric]).toEqual([6, "accuracy"]);
  });
  it("with very many units says the same from the normal distribution", () => {
    const [mean, error] = [0.012, 0.008];
    const view = bayesianView(basis(mean, error), null, asked)!;
    // The quantiles of that normal distribution in place of draws.
    const draws = Float64Array.from({ length: 4001 }, (_, k) => {
      let [low, high] = [mean - 9 * error, mean + 9 * error];
      for (let step = 0; step < 60; step++) {
        const middle = (low + high) / 2;
        if (normalCdf((middle - mean) / error) < (k + 0.5) / 4001) low = middle;
        else high = middle;
      }
      return low;
    });
    const counted = bayesianView(basis(mean, error), draws, asked)!;
    expect(view.draws).toBe(0);
    expect(view.gain.method).toBe("bayesian-normal");
    expect(view.probabilityBetter).toBeCloseTo(counted.probabilityBetter, 3);
    for (const side of ["champion", "challenger"] as const)
      expect(view.expectedLoss[side]).toBeCloseTo(counted.expectedLoss[side], 5);
    for (const part of ["below", "within", "above"] as const)
      expect(view.rope[part]).toBeCloseTo(counted.rope[part], 3);
    for (const end of ["lower", "upper"] as const) expect(view.gain[end]).toBeCloseTo(counted.gain[end], 4);
  });
  it("says nothing of a gain that does not vary", () => {
    expect(bayesianView(basis(0, 0), null, asked)).toBeNull();
    expect(bayesianView(basis(0, 0), Float64Array.of(0, 0, 0), asked)).toBeNull();
    expect(bayesianView(basis(Number.NaN, Number.NaN), new Float64Array(0), asked)).toBeNull();
  });
});

describe("the view of power", () => {
  const view = powerView(basis(0.3, 0.01), { margin: 0.02, level: 0.95 })!;
  it("resolves 80 % at its smallest detectable gain, and never looks at the observed one", () => {
    // z(0.975) + z(0.8) = 1.959964 + 0.841621
    expect(view.smallestDetectableGain).toBeCloseTo(0.02801585, 8);
    const shown = (gain: number): number => normalCdf(gain / 0.01 - 1.959963984540054);
    for (const { gain, aboveZero, aboveMargin } of view.curve) {
      expect(aboveZero).toBeCloseTo(shown(gain), 9);
      expect(aboveMargin).toBeCloseTo(shown(gain - 0.02), 9);
    }
    expect(shown(view.smallestDetectableGain)).toBeCloseTo(0.8, 8);
    expect(powerView(basis(-5, 0.01), { margin: 0.02, level: 0.95 })).toEqual(view);
  });
  it("says what other numbers of units resolve, by the root of their share", () => {
    expect(view.byUnits.find(({ units }) => units === 400)!.smallestDetectableGain).toBe(view.smallestDetectableGain);
    expect(view.byUnits.find(({ units }) => units === 1600)!.smallestDetectableGain).toBeCloseTo(
      view.smallestDetectableGain / 2,
      12,
    );
    expect(powerView(basis(0, 0.01, 4), { margin: 0.02, level: 0.95 })!.byUnits[0]!.units).toBe(2);
  });
  it("needs the units at which a true gain of 2δ is shown to exceed δ", () => {
    // 400 · (0.01 · 2.801585 / 0.02)²
    expect(view.unitsNeeded.ifGainTwiceMargin).toBe(785);
    expect(view.unitsNeeded.ifGainZero).toBeGreaterThan(785);
  });
  it("says nothing where no error is known", () => {
    for (const error of [0, Number.NaN]) expect(powerView(basis(0, error), { margin: 0.02, level: 0.95 })).toBeNull();
  });
});

describe("the note on selection", () => {
  const pair = (corrected: PairDocument["corrected"], strict = false) =>
    ({
      compare: { policy: { primaryMetric: "accuracy", strict }, rows: { modelsJudged: 13 } },
      corrected,
      whatIf: { targetUnit: "" },
    }) as unknown as PairDocument;
  const corrected = { estimate: 0.02, lower: -0.01, upper: 0.05, level: 0.99, method: "paired-t", n: 9, units: 9 };
  it("gives the corrected interval where the rows have judged several challengers", () => {
    expect(selectionWarning(pair(corrected))).toEqual([
      {
        code: "selection",
        message: "these rows have judged 13 models; corrected for that, the gain lies in [−1.0, 5.0] points",
      },
    ]);
  });
  it("is silent where there is one challenger, or where the corrected interval decides anyway", () => {
    expect(selectionWarning(pair(null))).toEqual([]);
    expect(selectionWarning(pair(corrected, true))).toEqual([]);
  });
});
