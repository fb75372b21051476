import type { TestStatistic } from "./estimate.js";
import { normalUpper } from "./normal.js";
import { requireFinite } from "./require-finite.js";

/**
 * Spiegelhalter's z, two-sided: are probabilities right, taken as a whole? It compares the Brier score with what it
 * would be if every probability were true. Rows must be independent. Good from about 50 rows on where probabilities are
 * not all near 0 or 1.
 *
 * @param label 0 or 1 per row.
 * @param probability of class 1.
 * @returns z > 0 where probabilities are too sure; NaN where all are 0, ½ or 1, for then nothing is to be compared.
 * @throws RangeError where a label or a probability cannot be, naming the row.
 * @see Spiegelhalter (1986), Statistics in Medicine 5, 421–433
 * @example spiegelhalterZ(label, probability).pValue
 */
export function spiegelhalterZ(label: ArrayLike<number>, probability: ArrayLike<number>): TestStatistic {
  requireProbabilities(label, probability);
  let sum = 0;
  let variance = 0;
  for (let row = 0; row < label.length; row++) {
    const p = probability[row]!;
    const weight = 1 - 2 * p;
    sum += (label[row]! - p) * weight;
    variance += weight * weight * p * (1 - p);
  }
  const statistic = variance > 0 ? sum / Math.sqrt(variance) : Number.NaN;
  return { statistic, degreesOfFreedom: null, pValue: Math.min(1, 2 * normalUpper(Math.abs(statistic))) };
}

/** Refuses labels other than 0 and 1, and probabilities outside 0 to 1. */
export function requireProbabilities(label: ArrayLike<number>, probability: ArrayLike<number>): void {
  if (label.length !== probability.length)
    throw new RangeError(`rows differ: ${label.length} labels, ${probability.length} probabilities`);
  requireFinite(label, "labels");
  requireFinite(probability, "probabilities");
  for (let row = 0; row < label.length; row++) {
    if (label[row] !== 0 && label[row] !== 1)
      throw new RangeError(`labels: row ${row + 1} is ${label[row]}, 0 or 1 is needed`);
    if (probability[row]! < 0 || probability[row]! > 1)
      throw new RangeError(`probabilities: row ${row + 1} is ${probability[row]}, 0 to 1 is needed`);
  }
}
