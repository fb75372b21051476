import type { ColumnEncoding } from "../../features/encoding.js";
import { AssayError } from "../../lib/errors.js";

/** A fit keeps about three square matrices of float64, as wide as its coefficients. */
const matrices = 3;
const memoryLimit = 512 * 2 ** 20;
const widest = Math.floor(Math.sqrt(memoryLimit / (8 * matrices)));

const widthOf = (encoding: ColumnEncoding): number =>
  encoding.kind === "categorical" ? encoding.shares.length : encoding.indicator ? 2 : 1;

/**
 * Refuses what needs more memory than half a gigabyte of square matrices.
 *
 * @param outputs coefficients an encoded column: one, or one a class.
 * @throws AssayError `too-wide`, which says what would fit.
 */
export function checkWidth(learner: string, encodings: readonly ColumnEncoding[], outputs: number): void {
  const width = encodings.reduce((sum, encoding) => sum + widthOf(encoding), 0);
  const needed = width * outputs;
  if (needed <= widest) return;
  const largest = encodings.reduce((most, encoding) => (widthOf(encoding) > widthOf(most) ? encoding : most));
  const gigabytes = ((matrices * 8 * needed ** 2) / 2 ** 30).toPrecision(2);
  const fits = Math.floor(widest / outputs);
  throw new AssayError(
    `${learner}: ${width} columns after encoding${outputs > 1 ? `, times ${outputs} classes,` : ""} need ${gigabytes} GB of memory; at most ${fits} columns fit in 0.5 GB. The widest is "${largest.name}" with ${widthOf(largest)}`,
    {
      code: "too-wide",
      column: largest.name,
      hint: "lower levels, so that rare categories share one coefficient, or leave columns out",
    },
  );
}
