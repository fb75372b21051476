/** A round width (1, 2, 2.5 or 5 times a power of ten) that cuts a range into about `cells` parts. */
export function niceWidth(range: number, cells: number): number {
  if (!(range > 0)) return 1;
  const rough = range / cells;
  const power = 10 ** Math.floor(Math.log10(rough));
  return (([1, 2, 2.5, 5, 10].find((step) => step * power >= rough * (1 - 1e-9)) ?? 10) as number) * power;
}

/** The `share` quantile of sorted values, by the nearest rank. */
export const quantileOf = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))]!;

/** Counts in square cells of two variables, empty cells left out; a cell is named by its lower left corner. */
export function countCells(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  width: { x: number; y: number },
): { x: number; y: number; count: number }[] {
  const cells = new Map<string, { x: number; y: number; count: number }>();
  for (let i = 0; i < x.length; i++) {
    const column = Math.floor(x[i]! / width.x + 1e-9);
    const row = Math.floor(y[i]! / width.y + 1e-9);
    const key = `${column},${row}`;
    const cell = cells.get(key);
    if (cell) cell.count++;
    else cells.set(key, { x: round(column * width.x), y: round(row * width.y), count: 1 });
  }
  return [...cells.values()].sort((a, b) => a.x - b.x || a.y - b.y);
}

/** Twelve significant digits, so that 3 × 0.1 is written 0.3. */
export const round = (value: number): number => Number(value.toPrecision(12));
