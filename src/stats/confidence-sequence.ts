/**
 * Asymptotic confidence sequence for a mean: intervals that hold at all sample sizes at once, so that judging again as
 * rows arrive does not promote by luck. Wider than an interval for one look: about 3.0 standard errors at 95 % where
 * `n` equals `tunedFor`, against 1.96.
 *
 * @param standardError of the estimate, from `n` independent units.
 * @param level of coverage over all looks together, such as 0.95.
 * @param tunedFor number of units at which the sequence is narrowest. Fix it before the looks, for instance at the
 * units of the first look, and never change it.
 * @returns [lower, upper]; NaN where the standard error is not above 0, for then the variance is not known.
 * @see Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Annals of Statistics 52, 2613–2640, theorem 2.2
 * @example confidenceSequence(0.02, 0.005, 4000, 0.95, 2000) // [0.0046, 0.0354]
 */
export function confidenceSequence(
  estimate: number,
  standardError: number,
  n: number,
  level: number,
  tunedFor: number,
): [number, number] {
  if (!(standardError > 0)) return [Number.NaN, Number.NaN];
  const alpha = 1 - level;
  const time = (n / tunedFor) * (Math.log1p(-2 * Math.log(alpha)) - 2 * Math.log(alpha));
  const half = standardError * Math.sqrt(((2 * (time + 1)) / time) * Math.log(Math.sqrt(time + 1) / alpha));
  return [estimate - half, estimate + half];
}
