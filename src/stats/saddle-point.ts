/** ln Γ(n + 1) minus Stirling's approximation of it, for n > 0. */
function stirlingError(n: number): number {
  let below = 0;
  let m = n;
  for (; m < 15; m++) below += (m + 0.5) * Math.log1p(1 / m) - 1;
  const square = m * m;
  return below + (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / m;
}

/** Deviance x ln(x / mean) + mean − x, without cancellation where x is near the mean. */
export function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const v = (x - mean) / (x + mean);
  let sum = (x - mean) * v;
  let term = 2 * x * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
}

/**
 * e^−mean mean^x / Γ(x + 1) for real x ≥ 0.
 *
 * @see Loader (2000), Fast and accurate computation of binomial probabilities
 * @example poissonTerm(2, 3) // 0.2240
 */
export function poissonTerm(x: number, mean: number): number {
  if (mean === 0) return x === 0 ? 1 : 0;
  if (x === 0) return Math.exp(-mean);
  return Math.exp(-stirlingError(x) - deviance(x, mean)) / Math.sqrt(2 * Math.PI * x);
}

/**
 * Γ(n + 1) / (Γ(x + 1) Γ(n − x + 1)) p^x q^(n − x) for real 0 ≤ x ≤ n and q = 1 − p. Both p and q are asked for, so that
 * the smaller one keeps its digits.
 *
 * @see Loader (2000), Fast and accurate computation of binomial probabilities
 * @example binomialTerm(1, 1, 0.5, 0.5) // 0.5
 */
export function binomialTerm(x: number, rest: number, p: number, q: number): number {
  if (p === 0) return x === 0 ? 1 : 0;
  if (q === 0) return rest === 0 ? 1 : 0;
  const n = x + rest;
  if (n === 0) return 1;
  if (x === 0) return Math.exp(p < 0.1 ? -deviance(n, n * q) - n * p : n * Math.log(q));
  if (rest === 0) return Math.exp(q < 0.1 ? -deviance(n, n * p) - n * q : n * Math.log(p));
  const log = stirlingError(n) - stirlingError(x) - stirlingError(rest) - deviance(x, n * p) - deviance(rest, n * q);
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * x * rest));
}
