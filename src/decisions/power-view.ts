import type { GainBasis } from "../evaluation/gain-basis.js";
import { normalQuantile, normalUpper } from "../stats/normal.js";
import { smallestDetectableDifference, unitsForDifference, unitsForEquivalence } from "../stats/power.js";
import type { PowerView } from "./pair-types.js";

const wanted = 0.8;
const steps = 40;
const multiples = [0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16];

/**
 * What these rows, and more of them, can show of a gain: the power curve, the smallest gain that they resolve, and the
 * units that 80 % power takes at a true gain of 0 and of 2δ. Never at the observed gain: that is no information.
 *
 * @param margin δ > 0.
 * @returns null where the standard error is not above 0.
 * @see Cohen (1988), Statistical Power Analysis for the Behavioral Sciences; normal approximation
 */
export function powerView(basis: GainBasis, { margin, level }: { margin: number; level: number }): PowerView | null {
  const { metric, standardError, units } = basis;
  if (!(standardError > 0)) return null;
  const smallest = smallestDetectableDifference(standardError, { level, power: wanted });
  const z = normalQuantile((1 + level) / 2);
  const showsAbove = (gain: number, limit: number): number => normalUpper(z - (gain - limit) / standardError);
  const end = Math.max(2 * smallest, margin + 1.5 * smallest, 3 * margin);
  const needed = (count: number): number | null => (Number.isFinite(count) ? Math.max(count, 2) : null);
  return {
    metric,
    level,
    wanted,
    units,
    standardError,
    smallestDetectableGain: smallest,
    curve: Array.from({ length: steps + 1 }, (_, k) => {
      const gain = (end * k) / steps;
      return { gain, aboveZero: showsAbove(gain, 0), aboveMargin: showsAbove(gain, margin) };
    }),
    byUnits: multiples
      .map((multiple) => Math.round(units * multiple))
      .filter((count) => count >= 2)
      .map((count) => ({ units: count, smallestDetectableGain: smallest * Math.sqrt(units / count) })),
    unitsNeeded: {
      ifGainZero: needed(unitsForEquivalence(standardError, units, margin, { level, power: wanted })),
      ifGainTwiceMargin: needed(unitsForDifference(standardError, units, margin, { level, power: wanted })),
    },
  };
}
