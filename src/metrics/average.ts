/** How one value stands for several classes: their mean, all pooled, or their mean by the share of rows. */
export type Average = "macro" | "micro" | "weighted";

/** The mean of values per class, or their mean weighted by the classes' rows. NaN where one of them that counts is. */
export function averageOf(
  average: Exclude<Average, "micro">,
  values: readonly number[],
  rows: ArrayLike<number>,
): number {
  let [sum, total] = [0, 0];
  values.forEach((value, j) => {
    const weight = average === "macro" ? 1 : rows[j]!;
    if (weight === 0) return;
    sum += weight * value;
    total += weight;
  });
  return sum / total;
}
