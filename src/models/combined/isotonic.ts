/** A non-decreasing curve: straight between its knots, flat beyond them. */
export interface Isotonic {
  /** Increasing. */
  scores: number[];
  /** Non-decreasing. */
  values: number[];
}

interface Block {
  value: number;
  weight: number;
  first: number;
  last: number;
}

/**
 * The non-decreasing curve with the least weighted squared error, by pooling adjacent violators; equal scores are pooled
 * first, as scikit-learn does. From labels 0 and 1 it is a calibrator: score to probability.
 *
 * @param weights one a row; 1 by default. Rows of weight 0 are left out.
 * @throws RangeError where no row has weight.
 * @see Barlow, Bartholomew, Bremner & Brunk (1972); Zadrozny & Elkan (2002), KDD
 * @example fitIsotonic([0.1, 0.4, 0.35], [0, 1, 0])
 */
export function fitIsotonic(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Isotonic {
  const weightOf = (i: number): number => (weights ? weights[i]! : 1);
  const order = Array.from({ length: scores.length }, (_, i) => i).filter((i) => weightOf(i) > 0);
  if (order.length === 0) throw new RangeError("isotonic regression needs a row with weight");
  order.sort((a, b) => scores[a]! - scores[b]!);
  const points: Block[] = [];
  for (const i of order) {
    const last = points[points.length - 1];
    const score = scores[i]!;
    const weight = weightOf(i);
    if (!last || last.first < score) points.push({ value: labels[i]!, weight, first: score, last: score });
    else {
      last.value = (last.value * last.weight + labels[i]! * weight) / (last.weight + weight);
      last.weight += weight;
    }
  }
  const blocks: Block[] = [];
  for (const point of points) {
    let block = { ...point };
    for (let last = blocks[blocks.length - 1]; last && last.value >= block.value; last = blocks[blocks.length - 1]) {
      const weight = last.weight + block.weight;
      const value = (last.value * last.weight + block.value * block.weight) / weight;
      block = { value, weight, first: last.first, last: block.last };
      blocks.pop();
    }
    blocks.push(block);
  }
  const knots = blocks.flatMap(({ value, first, last }) =>
    first === last ? [[first, value] as const] : [[first, value] as const, [last, value] as const],
  );
  return { scores: knots.map(([score]) => score), values: knots.map(([, value]) => value) };
}

/** The curve's value at a score. */
export function applyIsotonic({ scores, values }: Isotonic, score: number): number {
  const end = scores.length - 1;
  if (!(score > scores[0]!)) return values[0]!;
  if (score >= scores[end]!) return values[end]!;
  let low = 0;
  let high = end;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (scores[middle]! <= score) low = middle;
    else high = middle;
  }
  const part = (score - scores[low]!) / (scores[high]! - scores[low]!);
  return values[low]! + part * (values[high]! - values[low]!);
}
