import { betaQuantile } from "./beta-distribution.js";
import type { Estimate } from "./estimate.js";

/**
 * Clopper and Pearson's exact interval for a proportion of independent rows. Never covers less than its level, and
 * mostly more: 98 % on average with 10 rows, 97 % with 50. It holds from the first row on.
 *
 * @param level of coverage, 0.95 by default.
 * @returns NaN throughout where n is 0.
 * @throws RangeError where successes are not between 0 and n.
 * @see Clopper & Pearson (1934), Biometrika 26, 404–413; statsmodels `proportion_confint(method="beta")`
 * @example clopperPearsonInterval(18, 20) // estimate 0.9, lower 0.683, upper 0.988
 */
export function clopperPearsonInterval(successes: number, n: number, level = 0.95): Estimate {
  if (!(successes >= 0 && successes <= n)) throw new RangeError(`${successes} successes of ${n} rows`);
  const tail = (1 - level) / 2;
  const bound = (edge: boolean, value: number, p: number, a: number, b: number): number =>
    n === 0 ? Number.NaN : edge ? value : betaQuantile(p, a, b);
  return {
    estimate: successes / n,
    lower: bound(successes === 0, 0, tail, successes, n - successes + 1),
    upper: bound(successes === n, 1, 1 - tail, successes + 1, n - successes),
    level,
    method: "clopper-pearson",
    n,
    units: n,
  };
}
