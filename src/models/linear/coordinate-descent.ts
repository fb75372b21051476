import { cholesky, choleskySolve } from "./cholesky.js";

const mostSweeps = 20_000;

/** z nearer to zero by `by`, and not beyond. */
const shrink = (z: number, by: number): number => (z > by ? z - by : z < -by ? z + by : 0);

/**
 * Solves for the coefficients that are not zero, given their signs, by Cholesky; null where that is not a solution of
 * the whole: a sign would change, or a zero coefficient would leave zero.
 */
function polish(
  matrix: Float64Array,
  right: Float64Array,
  lasso: number,
  ridge: number,
  z: Float64Array,
): Float64Array | null {
  const p = z.length;
  const active = [...z.keys()].filter((a) => z[a] !== 0);
  const size = active.length;
  const block = new Float64Array(size * size);
  active.forEach((a, i) => active.forEach((b, j) => (block[i * size + j] = matrix[a * p + b]!)));
  const target = Float64Array.from(active, (a) => right[a]! - lasso * Math.sign(z[a]!));
  const solved = choleskySolve(cholesky(block, size, ridge), target);
  if (!solved.every((value, i) => Math.sign(value) === Math.sign(z[active[i]!]!))) return null;
  const result = new Float64Array(p);
  active.forEach((a, i) => (result[a] = solved[i]!));
  for (let a = 0; a < p; a++) {
    if (z[a] !== 0) continue;
    let slope = right[a]!;
    for (const b of active) slope -= matrix[a * p + b]! * result[b]!;
    if (Math.abs(slope) > lasso * (1 + 1e-10) + 1e-12) return null;
  }
  return result;
}

/**
 * Minimises ½zᵀ(matrix + ridge·I)z − rightᵀz + lasso·Σ|z| by cyclic coordinate descent over the coordinates that are not
 * zero, and now and then all; once they settle, the linear system that they satisfy is solved exactly.
 *
 * @param matrix p × p, symmetric, positive semi-definite; a coordinate without curvature stays 0.
 * @param start where it begins; not changed.
 * @see Friedman, Hastie & Tibshirani (2010), Journal of Statistical Software 33
 */
export function coordinateDescent(
  matrix: Float64Array,
  right: Float64Array,
  lasso: number,
  ridge: number,
  start: Float64Array,
): Float64Array {
  const p = right.length;
  let z = Float64Array.from(start);
  const slope = Float64Array.from(right);
  for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) slope[a]! -= matrix[a * p + b]! * z[b]!;
  let widest = 0;
  for (let a = 0; a < p; a++) widest = Math.max(widest, matrix[a * p + a]!);

  /** Largest change, in units of the score. */
  const sweep = (all: boolean): number => {
    let largest = 0;
    for (let a = 0; a < p; a++) {
      if (!all && z[a] === 0) continue;
      const curvature = matrix[a * p + a]!;
      const flat = curvature <= 1e-13 * widest;
      const next = flat ? 0 : shrink(slope[a]! + curvature * z[a]!, lasso) / (curvature + ridge);
      const change = next - z[a]!;
      if (change === 0) continue;
      z[a] = next;
      for (let b = 0, at = a * p; b < p; b++) slope[b]! -= matrix[at + b]! * change;
      largest = Math.max(largest, Math.abs(change) * Math.sqrt(curvature));
    }
    return largest;
  };
  const scale = (): number => {
    let most = 0;
    for (let a = 0; a < p; a++) most = Math.max(most, Math.abs(z[a]!) * Math.sqrt(matrix[a * p + a]!));
    return most;
  };
  for (let done = 0; done < mostSweeps;) {
    let change = sweep(true);
    done++;
    if (change <= 1e-14 * scale()) return z;
    for (let inner = 0; inner < 100 && change > 1e-7 * scale(); inner++, done++) change = sweep(false);
    const exact = polish(matrix, right, lasso, ridge, z);
    if (exact) return exact;
  }
  return z;
}
