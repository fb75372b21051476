import type { Design } from "../../features/encoding.js";

/** Weighted sums over rows of the encoded columns x: Σw, Σwx, Σwxxᵀ (p × p, symmetric) and, for a response, Σwr, Σwxr. */
export interface Moments {
  weight: number;
  sums: Float64Array;
  gram: Float64Array;
}

/** Every group's code must be a level: true of the rows that the encoding was learned from. */
export function moments({ rows, denseWidth, dense, groups, width }: Design, weights: Float64Array): Moments {
  const gram = new Float64Array(width * width);
  const sums = new Float64Array(width);
  const cells = new Int32Array(groups.length);
  let weight = 0;
  for (let i = 0; i < rows; i++) {
    const w = weights[i]!;
    if (w === 0) continue;
    weight += w;
    const row = i * denseWidth;
    for (let a = 0; a < denseWidth; a++) {
      const x = w * dense[row + a]!;
      if (x === 0) continue;
      sums[a]! += x;
      const line = a * width;
      for (let b = 0; b <= a; b++) gram[line + b]! += x * dense[row + b]!;
    }
    for (let g = 0; g < groups.length; g++) {
      const cell = groups[g]!.first + groups[g]!.codes[i]!;
      cells[g] = cell;
      sums[cell]! += w;
      const line = cell * width;
      for (let b = 0; b < denseWidth; b++) gram[line + b]! += w * dense[row + b]!;
      for (let other = 0; other <= g; other++) gram[line + cells[other]!]! += w;
    }
  }
  for (let a = 0; a < width; a++) for (let b = 0; b < a; b++) gram[b * width + a] = gram[a * width + b]!;
  return { weight, sums, gram };
}

/** Σ xr over rows, and Σ r: weights are taken as multiplied into r. */
export function crossMoments({ rows, denseWidth, dense, groups, width }: Design, response: Float64Array) {
  const cross = new Float64Array(width);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const r = response[i]!;
    total += r;
    const row = i * denseWidth;
    for (let a = 0; a < denseWidth; a++) cross[a]! += r * dense[row + a]!;
    for (const { first, codes } of groups) cross[first + codes[i]!]! += r;
  }
  return { cross, total };
}

/** Σw(x − m)(x − m)ᵀ, m the weighted mean: the Gram matrix with the intercept taken out. */
export function centred({ weight, sums, gram }: Moments): Float64Array {
  const p = sums.length;
  const result = new Float64Array(p * p);
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++) result[a * p + b] = gram[a * p + b]! - (sums[a]! * sums[b]!) / weight;
  return result;
}

/** Intercept plus xᵀβ for every row. */
export function linearPredictor(
  { rows, denseWidth, dense, groups }: Design,
  intercept: number,
  coefficients: Float64Array,
): Float64Array {
  const scores = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let score = intercept;
    const row = i * denseWidth;
    for (let a = 0; a < denseWidth; a++) score += coefficients[a]! * dense[row + a]!;
    for (const { first, codes } of groups) score += coefficients[first + codes[i]!]!;
    scores[i] = score;
  }
  return scores;
}
