import type { ColumnEncoding, Design } from "../../features/encoding.js";

/** Where a feature's encoded columns lie: side by side in the dense part, or in one group of indicators. */
type Place = { first: number; count: number } | { group: number };

/** One place a feature. */
export function featurePlaces(encodings: readonly ColumnEncoding[]): Place[] {
  let first = 0;
  let group = 0;
  return encodings.map((encoding) => {
    if (encoding.kind === "categorical") return { group: group++ };
    const count = encoding.indicator ? 2 : 1;
    first += count;
    return { first: first - count, count };
  });
}

/** What one feature adds to the score of each row. An unknown category adds what the average one does. */
export function featureTerm(place: Place, design: Design, coefficients: ArrayLike<number>): Float64Array {
  const terms = new Float64Array(design.rows);
  if ("group" in place) {
    const { first, codes, shares } = design.groups[place.group]!;
    const average = shares.reduce((sum, share, level) => sum + share * coefficients[first + level]!, 0);
    for (let i = 0; i < terms.length; i++) terms[i] = codes[i]! < 0 ? average : coefficients[first + codes[i]!]!;
    return terms;
  }
  for (let i = 0; i < terms.length; i++)
    for (let k = place.first; k < place.first + place.count; k++)
      terms[i]! += coefficients[k]! * design.dense[i * design.denseWidth + k]!;
  return terms;
}

/** Weighted mean and standard deviation of what each feature adds, over the rows. */
export function termMoments(
  encodings: readonly ColumnEncoding[],
  design: Design,
  coefficients: ArrayLike<number>,
  weights: Float64Array,
): { centre: number[]; spread: number[] } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre: number[] = [];
  const spread: number[] = [];
  for (const place of featurePlaces(encodings)) {
    const terms = featureTerm(place, design, coefficients);
    let sum = 0;
    for (let i = 0; i < terms.length; i++) sum += weights[i]! * terms[i]!;
    const mean = sum / total;
    let squares = 0;
    for (let i = 0; i < terms.length; i++) squares += weights[i]! * (terms[i]! - mean) ** 2;
    centre.push(mean);
    spread.push(Math.sqrt(squares / total));
  }
  return { centre, spread };
}
