import { log } from "../../lib/elementary.js";
import { applyIsotonic, fitIsotonic, type Isotonic } from "./isotonic.js";
import { applyPlatt, fitPlatt, type Platt } from "./platt.js";

/** How probabilities are corrected: one curve of the second of two classes, or one a class, each against the others. */
export type Calibration =
  { method: "none" } | { method: "isotonic"; curves: Isotonic[] } | { method: "platt"; curves: Platt[] };

/** Log odds of a probability, kept off 0 and 1. */
export function logOdds(probability: number): number {
  const p = Math.min(Math.max(probability, 1e-12), 1 - 1e-12);
  return log(p / (1 - p));
}

/**
 * Fits what corrects probabilities, from rows that the model has not seen.
 *
 * @param probabilities rows × classes, row-major.
 * @param codes the class of each row.
 */
export function fitCalibration(
  method: string,
  probabilities: Float64Array,
  codes: Int32Array,
  classes: number,
  weights: Float64Array,
): Calibration {
  const calibrated = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
  const column = (c: number): Float64Array => Float64Array.from(codes, (_, i) => probabilities[i * classes + c]!);
  const isClass = (c: number): Float64Array => Float64Array.from(codes, (code) => (code === c ? 1 : 0));
  if (method === "isotonic")
    return { method, curves: calibrated.map((c) => fitIsotonic(column(c), isClass(c), weights)) };
  if (method === "platt")
    return { method, curves: calibrated.map((c) => fitPlatt(column(c).map(logOdds), isClass(c), weights)) };
  return { method: "none" };
}

/** Corrects probabilities in place; more than two classes are made to add up to 1 again. */
export function calibrate(calibration: Calibration, probabilities: Float64Array, classes: number): Float64Array {
  if (calibration.method === "none") return probabilities;
  const { method, curves } = calibration;
  const corrected = (k: number, p: number): number =>
    method === "isotonic" ? applyIsotonic(curves[k]!, p) : applyPlatt(curves[k]!, logOdds(p));
  for (let at = 0; at < probabilities.length; at += classes) {
    if (classes === 2) {
      const second = corrected(0, probabilities[at + 1]!);
      probabilities[at] = 1 - second;
      probabilities[at + 1] = second;
      continue;
    }
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += probabilities[at + c] = corrected(c, probabilities[at + c]!);
    for (let c = 0; c < classes; c++) probabilities[at + c] = sum > 0 ? probabilities[at + c]! / sum : 1 / classes;
  }
  return probabilities;
}
