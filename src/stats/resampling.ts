import { type Random, seeded } from "../lib/random.js";

/**
 * Bootstrap draws of independent units: how often each unit is drawn, `units` of them with replacement. The same draws
 * serve every metric and every model, so that differences are paired.
 */
export interface UnitDraws {
  units: number;
  draws: number;
  /** Writes how often each unit occurs in a draw into `into` (length `units`). Same draw, same counts. */
  counts(draw: number, into: Float64Array): void;
}

/** Counts up to this many bytes are kept; above, each draw is made again from its own seed. */
const mostBytesKept = 64 * 2 ** 20;

/**
 * Prepares `draws` multinomial resamples of `units` units.
 *
 * @throws RangeError where there is no unit or no draw.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap
 * @example const draws = unitDraws({ units: 61, draws: 2000, random: seeded(1) });
 */
export function unitDraws({ units, draws, random }: { units: number; draws: number; random: Random }): UnitDraws {
  if (!Number.isInteger(units) || units < 1) throw new RangeError(`at least one unit is needed, got ${units}`);
  if (!Number.isInteger(draws) || draws < 1) throw new RangeError(`at least one draw is needed, got ${draws}`);
  const seeds = Uint32Array.from({ length: draws }, () => random() * 2 ** 32);
  const make = (draw: number, into: Float64Array | Uint16Array): void => {
    const next = seeded(seeds[draw]!);
    into.fill(0);
    for (let i = 0; i < units; i++) into[(next() * units) | 0]!++;
  };
  if (2 * units * draws > mostBytesKept || units >= 2 ** 16) return { units, draws, counts: make };
  const kept = new Uint16Array(units * draws);
  for (let draw = 0; draw < draws; draw++) make(draw, kept.subarray(draw * units, (draw + 1) * units));
  return {
    units,
    draws,
    counts: (draw, into) => into.set(kept.subarray(draw * units, (draw + 1) * units)),
  };
}
