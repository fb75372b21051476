/**
 * Standard error of an area under the ROC curve that is expected, before there are scores: Hanley and McNeil's, from
 * exponential scores. With scores at hand, `deLong` knows better.
 *
 * @param area expected, between 0 and 1; `positives` and `negatives` are rows of each class.
 * @returns NaN where a class has no row.
 * @see Hanley & McNeil (1982), Radiology 143, 29–36, equation 2
 * @example standardErrorOfArea(0.893, 51, 58) // 0.032
 */
export function standardErrorOfArea(area: number, positives: number, negatives: number): number {
  if (!(positives >= 1 && negatives >= 1)) return Number.NaN;
  const above = area / (2 - area);
  const both = (2 * area * area) / (1 + area);
  const variance = area * (1 - area) + (positives - 1) * (above - area * area) + (negatives - 1) * (both - area * area);
  return Math.sqrt(variance / (positives * negatives));
}

/**
 * Standard error of the difference of two models' areas on the same rows, before there are scores.
 *
 * @param correlation of the two areas, about that of the scores: 0.5 to 0.9 where both models read the same columns.
 * @see Hanley & McNeil (1983), Radiology 148, 839–843
 * @example standardErrorOfAreaDifference([0.8, 0.82], { positives: 374, negatives: 1035, correlation: 0.8 }) // 0.009
 */
export function standardErrorOfAreaDifference(
  [first, second]: readonly [number, number],
  { positives, negatives, correlation }: { positives: number; negatives: number; correlation: number },
): number {
  const a = standardErrorOfArea(first, positives, negatives);
  const b = standardErrorOfArea(second, positives, negatives);
  return Math.sqrt(Math.max(0, a * a + b * b - 2 * correlation * a * b));
}
