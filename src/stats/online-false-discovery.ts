export interface OnlineDecision {
  /** Level of this test; it depends on the tests before it only. */
  level: number;
  rejected: boolean;
  /** p scaled so that comparing it with α is the same decision; NaN where p is. */
  adjustedPValue: number;
}

/** Share of the error budget for the j-th test after a gain, j from 1; the shares sum to 1. */
const share = (j: number): number =>
  j < 1 ? 0 : (0.07720838 * Math.log(Math.max(j, 2))) / (j * Math.exp(Math.sqrt(Math.log(j))));

/**
 * LORD++: tests a stream of hypotheses (windows, columns) one after the other and keeps the expected share of false
 * findings at α, without ever judging the past again: appending p-values changes no decision already made. p-values of
 * true hypotheses must be independent; windows that overlap are not. Missing p-values (NaN) cost nothing.
 *
 * @param pValues in time order.
 * @param alpha wanted false-discovery rate; a tenth of it is spent before the first finding, as R's onlineFDR does.
 * @returns one decision per p-value.
 * @throws RangeError where α is not between 0 and 1.
 * @see Ramdas, Yang, Wainwright & Jordan (2017), NeurIPS 30; Javanmard & Montanari (2018), Annals of Statistics 46, 526–554
 * @example onlineFalseDiscovery([0.0001, 0.3, 0.02], 0.05).map(({ rejected }) => rejected)
 */
export function onlineFalseDiscovery(pValues: ArrayLike<number>, alpha = 0.05): OnlineDecision[] {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`a rate between 0 and 1 is needed, got ${alpha}`);
  const start = alpha / 10;
  const findings: number[] = [];
  let tests = 0;
  return Array.from(pValues, (pValue): OnlineDecision => {
    if (Number.isNaN(pValue)) return { level: Number.NaN, rejected: false, adjustedPValue: Number.NaN };
    tests++;
    const [first, ...later] = findings;
    let level = share(tests) * start;
    if (first !== undefined) level += (alpha - start) * share(tests - first);
    for (const time of later) level += alpha * share(tests - time);
    const rejected = pValue <= level;
    if (rejected) findings.push(tests);
    return { level, rejected, adjustedPValue: Math.min(1, (pValue * alpha) / level) };
  });
}
