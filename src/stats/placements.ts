import { requireFinite } from "./require-finite.js";

/**
 * The share of the other class that each row beats (of a positive row: scores below it; of a negative row: scores above
 * it), ties counting half. Either class's mean is the area under the ROC curve. In O(n log n).
 *
 * @param label 0 or 1 per row.
 * @returns NaN for all rows where a class is absent.
 * @throws RangeError where lengths differ, or a label or score is not a finite number, naming the row.
 * @see DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845 (structural components)
 * @example placements([0, 1, 1, 0], [0.1, 0.8, 0.4, 0.5]) // [1, 1, 0.5, 0.5]
 */
export function placements(label: ArrayLike<number>, score: ArrayLike<number>): Float64Array {
  if (label.length !== score.length)
    throw new RangeError(`rows differ: ${label.length} labels, ${score.length} scores`);
  requireFinite(label, "labels");
  requireFinite(score, "scores");
  const rows = label.length;
  const sides = [new Float64Array(rows), new Float64Array(rows)] as const;
  const sizes: [number, number] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const side = label[row] === 1 ? 1 : 0;
    sides[side][sizes[side]++] = score[row]!;
  }
  const negatives = sides[0].subarray(0, sizes[0]).sort();
  const positives = sides[1].subarray(0, sizes[1]).sort();
  return Float64Array.from({ length: rows }, (_, row) =>
    label[row] === 1 ? shareBelow(negatives, score[row]!) : 1 - shareBelow(positives, score[row]!),
  );
}

/** Share of ascending values below one, ties counting half. */
function shareBelow(ascending: Float64Array, value: number): number {
  const below = countBelow(ascending, value, 0);
  const notAbove = ascending[below] === value ? countNotAbove(ascending, value, below) : below;
  return (below + notAbove) / 2 / ascending.length;
}

function countBelow(ascending: Float64Array, value: number, from: number): number {
  let high = ascending.length;
  while (from < high) {
    const middle = (from + high) >> 1;
    if (ascending[middle]! < value) from = middle + 1;
    else high = middle;
  }
  return from;
}

function countNotAbove(ascending: Float64Array, value: number, from: number): number {
  let high = ascending.length;
  while (from < high) {
    const middle = (from + high) >> 1;
    if (ascending[middle]! <= value) from = middle + 1;
    else high = middle;
  }
  return from;
}
