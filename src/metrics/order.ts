/**
 * Row indices by value, ascending; ties in row order.
 *
 * @returns null where a value is NaN, for then there is no order.
 * @example orderOf([0.3, 0.1]) // Int32Array [1, 0]
 */
export function orderOf(values: ArrayLike<number>): Int32Array | null {
  const order = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row]!)) return null;
    order[row] = row;
  }
  return order.sort((a, b) => values[a]! - values[b]! || a - b);
}
