export interface Posterior {
  /** Chance that the gain is above 0; a gain of exactly 0 counts half. */
  probabilityBetter: number;
  /** What each choice is expected to lose against the better one, in the gain's unit. */
  expectedLoss: { keep: number; promote: number };
  /** Chances that the gain lies below, within and above the region of practical equivalence, ±margin. */
  region: { below: number; within: number; above: number };
}

/**
 * What the Bayesian bootstrap says of a gain: how probable it is that the challenger is better, what each choice is
 * expected to lose, and how probable it is that the difference does not matter in practice. With the flat prior of the
 * Bayesian bootstrap; a description beside the verdict, which never rests on it.
 *
 * @param gains one per draw of `dirichletDraws`, > 0 where the challenger is better. Undefined draws (NaN) are left out.
 * @param margin half the width of the region of practical equivalence, such as the smallest worthwhile gain.
 * @returns NaN throughout without a defined draw.
 * @throws RangeError where the margin is not above 0.
 * @see Rubin (1981), Annals of Statistics 9, 130–134; Kruschke (2018), Advances in Methods and Practices in
 * Psychological Science 1, 270–280
 * @example posteriorOfGain(gains, 0.01).probabilityBetter
 */
export function posteriorOfGain(gains: ArrayLike<number>, margin: number): Posterior {
  if (!(margin > 0)) throw new RangeError(`a margin above 0 is needed, got ${margin}`);
  let [n, better, gained, lost, below, above] = [0, 0, 0, 0, 0, 0];
  for (let draw = 0; draw < gains.length; draw++) {
    const gain = gains[draw]!;
    if (Number.isNaN(gain)) continue;
    n++;
    better += gain > 0 ? 1 : gain === 0 ? 0.5 : 0;
    gained += Math.max(gain, 0);
    lost += Math.max(-gain, 0);
    below += Number(gain < -margin);
    above += Number(gain > margin);
  }
  return {
    probabilityBetter: better / n,
    expectedLoss: { keep: gained / n, promote: lost / n },
    region: { below: below / n, within: (n - below - above) / n, above: above / n },
  };
}
