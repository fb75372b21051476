/** A place in a series at which its level changed. */
export interface ChangePoint {
  /** Index of the first value after the change. */
  at: number;
  pValue: number;
  /** Medians of the stretch before and of the stretch after, up to the next change points. */
  before: number;
  after: number;
}

const fewest = 4;

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/** Pettitt's K: how far the ranks before the best place are from those after it, and that place. */
function pettitt(values: readonly number[]): { at: number; pValue: number } {
  const n = values.length;
  let [u, largest, at] = [0, -1, 0];
  for (let t = 0; t < n - 1; t++) {
    for (let j = 0; j < n; j++) u += Math.sign(values[t]! - values[j]!);
    if (Math.abs(u) > largest) [largest, at] = [Math.abs(u), t + 1];
  }
  return { at, pValue: Math.min(1, 2 * Math.exp((-6 * largest ** 2) / (n ** 3 + n ** 2))) };
}

/**
 * Change points of a series: Pettitt's rank test finds the place at which the level changed most; where its p is at most
 * α the series is cut there, and both parts are looked at again (binary segmentation), each at half the level. Values
 * must be independent but for the changes; a trend is found as a change too.
 *
 * The p-value is an approximation that holds for p ≤ 0.5. Stretches of fewer than eight values are not looked at: no
 * change could be shown there.
 *
 * @param values in time's order; NaN is left out, and counts as a place.
 * @returns in time's order.
 * @see Pettitt (1979), Applied Statistics 28, 126–135; Vostrikova (1981) for binary segmentation
 * @example changePoints([1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8]) // [{ at: 6, … }]
 */
export function changePoints(values: ArrayLike<number>, alpha = 0.05): ChangePoint[] {
  const known = Array.from(values, (value, at) => ({ value, at })).filter(({ value }) => !Number.isNaN(value));
  const cuts: { at: number; pValue: number }[] = [];
  const split = (from: number, to: number, level: number): void => {
    if (to - from < 2 * fewest) return;
    const { at, pValue } = pettitt(known.slice(from, to).map(({ value }) => value));
    if (!(pValue <= level)) return;
    cuts.push({ at: from + at, pValue });
    split(from, from + at, level / 2);
    split(from + at, to, level / 2);
  };
  split(0, known.length, alpha);
  cuts.sort((a, b) => a.at - b.at);
  const level = (from: number, to: number): number => median(known.slice(from, to).map(({ value }) => value));
  return cuts.map(({ at, pValue }, i) => ({
    at: known[at]!.at,
    pValue,
    before: level(cuts[i - 1]?.at ?? 0, at),
    after: level(at, cuts[i + 1]?.at ?? known.length),
  }));
}
