/** Counts of two sides per cell as shares of each side; NaN where a side is empty. */
export function sharesOf(cells: readonly (readonly [number, number])[]): [number, number][] {
  let first = 0;
  let second = 0;
  for (const [a, b] of cells) {
    first += a;
    second += b;
  }
  if (cells.length === 0) return [[Number.NaN, Number.NaN]];
  return cells.map(([a, b]) => [a / first, b / second]);
}
