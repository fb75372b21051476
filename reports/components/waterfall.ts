import type { Contributions } from "../src/models/types.js";

/** The contributions to one score of one row, as bars that start where the last one ended. */
export interface Waterfall {
  scale: Contributions["scale"];
  /** The model's average over its training rows. */
  base: number;
  /** One bar a place of the order, then one for all other features. */
  bars: { value: number; from: number; to: number }[];
  /** Base plus all contributions. */
  score: number;
}

/** The contributions to one score: one a feature. */
export const valuesOf = ({ features, values }: Contributions, output: number): Float64Array =>
  values.subarray(output * features.length, (output + 1) * features.length);

/** Which of several scores contributions are shown of: the only one, the second of two classes, else the most probable. */
export function shownOutput({ outputs }: Contributions, predicted: readonly number[]): number {
  if (outputs === 1) return 0;
  return outputs === 2 ? 1 : predicted.indexOf(Math.max(...predicted));
}

/**
 * The features that count most for any of the models on this row, the largest first; each model's contributions are
 * measured by its own largest.
 */
export function orderOf(all: readonly Float64Array[], count: number): number[] {
  const largest = all.map((values) => Math.max(...values.map(Math.abs), 1e-300));
  const weight = (f: number): number => Math.max(...all.map((values, k) => Math.abs(values[f]!) / largest[k]!));
  const weights = Array.from({ length: all[0]?.length ?? 0 }, (_, f) => weight(f));
  return [...weights.keys()]
    .filter((f) => weights[f]! > 0)
    .sort((a, b) => weights[b]! - weights[a]! || a - b)
    .slice(0, count);
}

/** Lays contributions end to end, in the given order, what is left as the last bar. */
export function waterfall(contributions: Contributions, output: number, order: readonly number[]): Waterfall {
  const values = valuesOf(contributions, output);
  const base = contributions.base[output]!;
  const total = values.reduce((sum, value) => sum + value, 0);
  const listed = order.map((f) => values[f]!);
  const rest = total - listed.reduce((sum, value) => sum + value, 0);
  let at = base;
  const bars = [...listed, rest].map((value) => ({ value, from: at, to: (at += value) }));
  return { scale: contributions.scale, base, bars, score: base + total };
}

/** The ends of all that several waterfalls show, with a little room. */
export function spanOf(falls: readonly Waterfall[]): [number, number] {
  const ends = falls.flatMap(({ base, bars }) => [base, ...bars.map(({ to }) => to)]).filter(Number.isFinite);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = (high - low || 1) * 0.03;
  return ends.length > 0 ? [low - room, high + room] : [0, 1];
}
