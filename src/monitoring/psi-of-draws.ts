/**
 * `psi` of stats/psi.ts for counts that lie inside larger arrays: the same number without making anything, since each
 * column needs it thousands of times.
 *
 * @param at where the counts begin; `width` of them on each side.
 * @returns NaN where a side has no rows.
 */
export function psiAt(
  reference: Float64Array,
  at: number,
  current: Float64Array,
  currentAt: number,
  width: number,
): number {
  let n = 0;
  let m = 0;
  let empty = true;
  let currentEmpty = true;
  for (let k = 0; k < width; k++) {
    const a = reference[at + k]!;
    const b = current[currentAt + k]!;
    if (a === 0 && b === 0) continue;
    n += a || 0.5;
    m += b || 0.5;
    if (a > 0) empty = false;
    if (b > 0) currentEmpty = false;
  }
  if (empty || currentEmpty) return Number.NaN;
  let sum = 0;
  for (let k = 0; k < width; k++) {
    const a = reference[at + k]!;
    const b = current[currentAt + k]!;
    if (a === 0 && b === 0) continue;
    const p = (a || 0.5) / n;
    const q = (b || 0.5) / m;
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}
