/** The probability of one class, by row. */
export interface ClassProbability {
  class: string;
  values: Float64Array;
}

/** What the columns of contract §1 are called, before the class. */
export const probabilityPrefix = "probability_";

/** Columns at the rows of `index` as metrics read them: the classes, and their probabilities row-major. */
export function takeProbabilities(
  columns: readonly ClassProbability[],
  index: ArrayLike<number>,
): { classes: string[]; probabilities: Float64Array } {
  const k = columns.length;
  const probabilities = new Float64Array(index.length * k);
  for (let i = 0; i < index.length; i++)
    for (let j = 0; j < k; j++) probabilities[i * k + j] = columns[j]!.values[index[i]!]!;
  return { classes: columns.map((column) => column.class), probabilities };
}

/** The place of each row's most probable class among the columns; the first of equals. */
export const mostProbable = (probabilities: readonly ClassProbability[], rows: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) =>
    probabilities.reduce(
      (best, { values }, index) => (values[row]! > probabilities[best]!.values[row]! ? index : best),
      0,
    ),
  );
