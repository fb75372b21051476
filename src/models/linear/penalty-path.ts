/**
 * Penalties in equal ratios, from the least at which all coefficients are 0 down to `least` times that.
 *
 * @param slopes of the loss at coefficients of 0.
 * @param lassoShare of the penalty that is on absolute coefficients; below 0.001 taken as that, as glmnet does.
 */
export function penaltyPath(slopes: Float64Array, lassoShare: number, steps: number, least: number): number[] {
  const largest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0) / Math.max(lassoShare, 1e-3);
  const first = largest > 0 ? largest : 1;
  return Array.from({ length: steps }, (_, step) => first * least ** (step / (steps - 1)));
}
