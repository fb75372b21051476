import type { Estimate } from "./estimate.js";
import { wilsonInterval } from "./wilson.js";

/** Successes among independent rows. */
export interface Successes {
  successes: number;
  n: number;
}

/**
 * Newcombe's hybrid score interval for the difference of two independent proportions, `a` − `b`: Wilson's intervals of
 * both, put together. Stays within [−1, 1] and covers from 20 rows a side on.
 *
 * @param level of coverage, 0.95 by default.
 * @returns NaN throughout where either side has no row.
 * @throws RangeError where successes are not between 0 and n.
 * @see Newcombe (1998), Statistics in Medicine 17, 873–890, method 10; statsmodels `confint_proportions_2indep(method="newcomb")`
 * @example newcombeInterval({ successes: 56, n: 70 }, { successes: 48, n: 80 }) // 0.2, [0.0524, 0.3339]
 */
export function newcombeInterval(a: Successes, b: Successes, level = 0.95): Estimate {
  const [first, second] = [wilsonInterval(a.successes, a.n, level), wilsonInterval(b.successes, b.n, level)];
  const estimate = first.estimate - second.estimate;
  const n = a.n + b.n;
  return {
    estimate,
    lower: estimate - Math.hypot(first.estimate - first.lower, second.upper - second.estimate),
    upper: estimate + Math.hypot(first.upper - first.estimate, second.estimate - second.lower),
    level,
    method: "newcombe",
    n,
    units: n,
  };
}
