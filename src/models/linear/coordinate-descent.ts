import { cholesky, choleskySolve } from "./cholesky.js";

const mostRounds = 2000;

/** Sweeps over the coordinates that are not zero, between two solutions of their linear system. */
const sweepsARound = 5;

/** z nearer to zero by `by`, and not beyond. */
const shrink = (z: number, by: number): number => (z > by ? z - by : z < -by ? z + by : 0);

interface Problem {
  matrix: Float64Array;
  right: Float64Array;
  lasso: number;
  ridge: number;
}

/** The minimum over the given coordinates if their signs stay as they are; null where it is not unique. */
function solveActive({ matrix, right, lasso, ridge }: Problem, active: readonly number[], z: Float64Array) {
  const p = right.length;
  const size = active.length;
  const block = new Float64Array(size * size);
  active.forEach((a, i) => active.forEach((b, j) => (block[i * size + j] = matrix[a * p + b]!)));
  const target = Float64Array.from(active, (a) => right[a]! - lasso * Math.sign(z[a]!));
  const lower = cholesky(block, size, ridge);
  for (let i = 0; i < size; i++) if (!(lower[i * size + i]! > 1e-7 * Math.sqrt(block[i * size + i]!))) return null;
  return choleskySolve(lower, target);
}

/**
 * Walks to the minimum over the coordinates that are not zero; one that would change its sign stops at zero, and the walk
 * goes on without it. Changes z, and says whether it came to a minimum.
 */
function walk(problem: Problem, z: Float64Array): boolean {
  for (let left = z.length; left >= 0; left--) {
    const active = [...z.keys()].filter((a) => z[a] !== 0);
    const solved = solveActive(problem, active, z);
    if (!solved) return false;
    let part = 1;
    let stopped = -1;
    active.forEach((a, i) => {
      if (Math.sign(solved[i]!) === Math.sign(z[a]!)) return;
      const reach = z[a]! / (z[a]! - solved[i]!);
      if (reach >= part && stopped >= 0) return;
      part = reach;
      stopped = a;
    });
    active.forEach((a, i) => (z[a]! += part * (solved[i]! - z[a]!)));
    if (stopped < 0) {
      active.forEach((a, i) => (z[a] = solved[i]!));
      return true;
    }
    z[stopped] = 0;
  }
  return false;
}

/**
 * Minimises ½zᵀ(matrix + ridge·I)z − rightᵀz + lasso·Σ|z| by cyclic coordinate descent; where the coordinates that are not
 * zero determine each other, their linear system is solved, so that the minimum is exact.
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
  const z = Float64Array.from(start);
  const slope = new Float64Array(p);
  let widest = 0;
  for (let a = 0; a < p; a++) widest = Math.max(widest, matrix[a * p + a]!);
  const problem: Problem = { matrix, right, lasso, ridge };

  const refresh = (): void => {
    slope.set(right);
    for (let b = 0; b < p; b++)
      if (z[b] !== 0) for (let a = 0, at = b * p; a < p; a++) slope[a]! -= matrix[at + a]! * z[b]!;
  };
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
  const scale = (): number =>
    z.reduce((most, value, a) => Math.max(most, Math.abs(value) * Math.sqrt(matrix[a * p + a]!)), 0);
  /** No zero coordinate would leave zero. */
  const isMinimum = (): boolean =>
    z.every((value, a) => value !== 0 || Math.abs(slope[a]!) <= lasso * (1 + 1e-10) + 1e-13 * Math.abs(right[a]!));

  refresh();
  for (let round = 0; round < mostRounds; round++) {
    if (sweep(true) <= 1e-13 * scale()) break;
    for (let inner = 0; inner < sweepsARound; inner++) sweep(false);
    const isExact = walk(problem, z);
    refresh();
    if (isExact && isMinimum()) break;
  }
  return z;
}
