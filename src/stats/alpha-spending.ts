import type { OnlineDecision } from "./online-false-discovery.js";

/**
 * Alpha spending over a stream of tests: the j-th is tested at α · 6 / (π² j²), which sums to α, so that the chance of
 * any false finding ever is at most α. p-values may depend on one another in any way, as those of windows that share
 * rows do; stricter than `onlineFalseDiscovery`, which needs independent ones. The past is never judged again. Missing
 * p-values (NaN) cost nothing.
 *
 * @param pValues in time order.
 * @param alpha chance of any false finding, 0.05 by default.
 * @throws RangeError where α is not between 0 and 1.
 * @see Foster & Stine (2008), α-investing, Journal of the Royal Statistical Society B 70, 429–444, §2
 * @example alphaSpending([0.001, 0.02]).map(({ rejected }) => rejected) // [true, false]
 */
export function alphaSpending(pValues: ArrayLike<number>, alpha = 0.05): OnlineDecision[] {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`a rate between 0 and 1 is needed, got ${alpha}`);
  let tests = 0;
  return Array.from(pValues, (pValue): OnlineDecision => {
    if (Number.isNaN(pValue)) return { level: Number.NaN, rejected: false, adjustedPValue: Number.NaN };
    tests++;
    const level = (6 * alpha) / (Math.PI * tests) ** 2;
    return { level, rejected: pValue <= level, adjustedPValue: Math.min(1, (pValue * alpha) / level) };
  });
}
