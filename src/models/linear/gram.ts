import type { Design } from "../../features/encoding.js";

/** Weighted sums over rows of the encoded columns x: Σw, Σwx, Σwxxᵀ (p × p, symmetric) and, for a response, Σwr, Σwxr. */
export interface Moments {
  weight: number;
  sums: Float64Array;
  gram: Float64Array;
}

/** Rows whose dense columns are multiplied together at a time: they stay in the processor's nearest memory. */
const blockRows = 256;

/** gram[a][b] += Σ left[a]·right[b] for b ≤ a, over columns of `count` numbers, four products at a time. */
function addProducts(
  gram: Float64Array,
  width: number,
  left: Float64Array,
  right: Float64Array,
  columns: number,
  count: number,
): void {
  for (let a = 0; a < columns; a += 2)
    for (let b = 0; b <= a; b += 2) {
      let ab = 0;
      let abNext = 0;
      let aNextB = 0;
      let aNextBNext = 0;
      for (let i = a * blockRows, j = b * blockRows, end = i + count; i < end; i++, j++) {
        const x = left[i]!;
        const xNext = left[i + blockRows]!;
        const y = right[j]!;
        const yNext = right[j + blockRows]!;
        ab += x * y;
        abNext += x * yNext;
        aNextB += xNext * y;
        aNextBNext += xNext * yNext;
      }
      gram[a * width + b]! += ab;
      if (b + 1 < columns) gram[a * width + b + 1]! += abNext;
      if (a + 1 < columns) gram[(a + 1) * width + b]! += aNextB;
      if (a + 1 < columns && b + 1 < columns) gram[(a + 1) * width + b + 1]! += aNextBNext;
    }
}

/**
 * Sums over the rows whose weight is not 0; others cost nothing. Every group's code must be a level: true of the rows that
 * the encoding was learned from.
 */
export function moments({ rows, denseWidth, dense, groups, width }: Design, weights: Float64Array): Moments {
  const gram = new Float64Array(width * width);
  const sums = new Float64Array(width);
  const even = denseWidth + (denseWidth % 2);
  const plain = new Float64Array(even * blockRows);
  const weighted = new Float64Array(even * blockRows);
  let weight = 0;
  let count = 0;
  for (let i = 0; i < rows; i++) {
    const w = weights[i]!;
    if (w !== 0) {
      weight += w;
      for (let a = 0, at = i * denseWidth; a < denseWidth; a++) {
        const x = dense[at + a]!;
        plain[a * blockRows + count] = x;
        weighted[a * blockRows + count] = w * x;
        sums[a]! += w * x;
      }
      count++;
    }
    if (count < blockRows && i < rows - 1) continue;
    addProducts(gram, width, weighted, plain, denseWidth, count);
    count = 0;
  }
  groups.forEach(({ first, codes }, g) => {
    for (let i = 0; i < rows; i++) {
      const w = weights[i]!;
      if (w === 0) continue;
      const cell = first + codes[i]!;
      const line = cell * width;
      sums[cell]! += w;
      for (let b = 0, at = i * denseWidth; b < denseWidth; b++) gram[line + b]! += w * dense[at + b]!;
      for (let other = 0; other <= g; other++) gram[line + groups[other]!.first + groups[other]!.codes[i]!]! += w;
    }
  });
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

/** The sums of both sets of rows. */
export const added = (one: Moments, other: Moments): Moments => ({
  weight: one.weight + other.weight,
  sums: one.sums.map((sum, a) => sum + other.sums[a]!),
  gram: one.gram.map((sum, at) => sum + other.gram[at]!),
});

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
