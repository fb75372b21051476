/** Lower triangle L (p × p, row-major) with L·Lᵀ = matrix + penalty·I. NaN where that is not positive definite. */
export function cholesky(matrix: Float64Array, p: number, penalty: number): Float64Array {
  const lower = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a * p + b]! + (a === b ? penalty : 0);
      for (let k = 0; k < b; k++) sum -= lower[a * p + k]! * lower[b * p + k]!;
      lower[a * p + b] = a === b ? Math.sqrt(sum) : sum / lower[b * p + b]!;
    }
  }
  return lower;
}

/** x with L·Lᵀ·x = right. */
export function choleskySolve(lower: Float64Array, right: Float64Array): Float64Array {
  const p = right.length;
  const x = Float64Array.from(right);
  for (let a = 0; a < p; a++) {
    for (let k = 0; k < a; k++) x[a]! -= lower[a * p + k]! * x[k]!;
    x[a]! /= lower[a * p + a]!;
  }
  for (let a = p - 1; a >= 0; a--) {
    for (let k = a + 1; k < p; k++) x[a]! -= lower[k * p + a]! * x[k]!;
    x[a]! /= lower[a * p + a]!;
  }
  return x;
}

/** (L·Lᵀ)⁻¹, p × p. */
export function choleskyInverse(lower: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    const unit = new Float64Array(p);
    unit[a] = 1;
    inverse.set(choleskySolve(lower, unit), a * p);
  }
  return inverse;
}

/** xᵀ·matrix·x. */
export function quadraticForm(matrix: Float64Array, x: Float64Array): number {
  const p = x.length;
  let sum = 0;
  for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) sum += x[a]! * matrix[a * p + b]! * x[b]!;
  return sum;
}
