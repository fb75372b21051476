/** Ranks at which weights are cumulated by group. */
const mostKnots = 256;

/** A median as a function of the weights of groups of rows. */
type MedianOfGroups = (weights: ArrayLike<number>) => number;

/**
 * The median of rows that come in groups, under many sets of group weights. Where exactly half of the weight lies below,
 * the mean of the two middle values, so that a weight of 2 is the rows repeated. Cumulated weights by group at some ranks
 * make a median cost a few sums over the groups, not one over the rows.
 *
 * @param weight of each row beside that of its group; 1 by default.
 * @returns for rows grouped so (0 ≤ group < groups), the median as a function of the groups' weights; NaN where no row
 * counts, or a value is NaN.
 * @example weightedMedian(Float64Array.of(1, 2, 9))(Int32Array.of(0, 0, 1), 2)([1, 2]) // 5.5
 */
export function weightedMedian(
  values: Float64Array,
  weight?: ArrayLike<number>,
): (groupOfRow: Int32Array, groups: number) => MedianOfGroups {
  if (values.some(Number.isNaN)) return () => () => Number.NaN;
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ascending = Float64Array.from(order, (row) => values[row]!);
  const own = Float64Array.from(order, (row) => (weight ? weight[row]! : 1));
  return (groupOfRow, groups) =>
    medianOfGroups(
      ascending,
      own,
      order.map((row) => groupOfRow[row]!),
      groups,
    );
}

function medianOfGroups(values: Float64Array, own: Float64Array, group: Int32Array, groups: number): MedianOfGroups {
  const rows = values.length;
  // Each set of weights pays for a sum over the groups at some knots; with a group a row that would cost more than it saves.
  const knots = groups > rows / 4 ? 1 : Math.min(mostKnots, rows);
  const rankOf = (knot: number): number => Math.ceil((knot * rows) / knots);
  const below = Array.from({ length: knots + 1 }, () => new Float64Array(groups));
  for (let knot = 0; knot < knots; knot++) {
    below[knot + 1]!.set(below[knot]!);
    for (let rank = rankOf(knot); rank < rankOf(knot + 1); rank++) below[knot + 1]![group[rank]!]! += own[rank]!;
  }
  let near = knots >> 1;
  return (weights) => {
    const weightBelow = (knot: number): number => {
      const sums = below[knot]!;
      let sum = 0;
      for (let i = 0; i < groups; i++) sum += sums[i]! * weights[i]!;
      return sum;
    };
    const half = weightBelow(knots) / 2;
    if (!(half > 0)) return Number.NaN;
    // The last knot with less than half of the weight below it is near that of the weights before.
    let knot = near;
    let cumulated = weightBelow(knot);
    while (cumulated >= half && knot > 0) cumulated = weightBelow(--knot);
    for (let next = knot; next < knots;) {
      const sum = weightBelow(++next);
      if (sum >= half) break;
      [knot, cumulated] = [next, sum];
    }
    near = knot;
    let rank = rankOf(knot) - 1;
    while (cumulated < half && rank < rows - 1) cumulated += own[++rank]! * weights[group[rank]!]!;
    const value = values[rank]!;
    if (cumulated > half) return value;
    let next = rank + 1;
    while (next < rows && !(own[next]! * weights[group[next]!]! > 0)) next++;
    return next < rows ? (value + values[next]!) / 2 : value;
  };
}
