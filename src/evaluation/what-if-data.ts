import type { SharedRows } from "./align.js";
import type { Judged } from "./replicates.js";
import type { MetricComparison } from "./types.js";
import type { UnitMoments, WhatIf } from "./what-if-types.js";

/** Thresholds from 0 to 1 for a page's slider. */
const sliderThresholds: readonly number[] = Array.from({ length: 101 }, (_, k) => k / 100);

/** Upper triangle, row by row, of the sum over units of the outer product of each unit's sums. */
function productsOf(ofUnit: Float64Array, width: number): number[] {
  const products = new Float64Array((width * (width + 1)) / 2);
  for (let at = 0; at < ofUnit.length; at += width)
    for (let i = 0, k = 0; i < width; i++)
      for (let j = i; j < width; j++) products[k++]! += ofUnit[at + i]! * ofUnit[at + j]!;
  return [...products];
}

function totalsOf(ofUnit: Float64Array, width: number): number[] {
  const sums = new Float64Array(width);
  for (let i = 0; i < ofUnit.length; i++) sums[i % width]! += ofUnit[i]!;
  return [...sums];
}

const cellCount = 8;

/** Joint counts of label and both answers at one pair of thresholds. */
function cellsAt(rows: SharedRows, champion: Judged, challenger: Judged, a: number, b: number): UnitMoments {
  const units = rows.units.length;
  const independent = units === rows.rows;
  const { label, unit } = rows;
  const counts = new Float64Array(cellCount * (independent ? 1 : units));
  const [first, second] = [champion.prediction, challenger.prediction];
  for (let row = 0; row < rows.rows; row++) {
    const cell = 4 * label[row]! + 2 * Number(first[row]! >= a) + Number(second[row]! >= b);
    counts[(independent ? 0 : cellCount * unit[row]!) + cell]!++;
  }
  return {
    sums: totalsOf(counts, cellCount),
    products: independent ? null : productsOf(counts, cellCount),
  };
}

/** How many of the slider's thresholds each probability reaches. */
const reached = (prediction: Float64Array): Int32Array =>
  Int32Array.from(prediction, (p) => {
    let count = Math.min(sliderThresholds.length, Math.max(0, Math.floor(p * 100) + 1));
    while (count < sliderThresholds.length && p >= sliderThresholds[count]!) count++;
    while (count > 0 && p < sliderThresholds[count - 1]!) count--;
    return count;
  });

/**
 * Joint counts at every threshold of the slider. Rows are sorted once into (label, thresholds that the champion reaches,
 * thresholds that the challenger reaches), so that independent rows cost one pass and not 101.
 */
function cellsPerThreshold(rows: SharedRows, champion: Judged, challenger: Judged): WhatIf["thresholds"] {
  if (rows.units.length !== rows.rows)
    return sliderThresholds.map((threshold) => ({
      threshold,
      ...cellsAt(rows, champion, challenger, threshold, threshold),
    }));
  const [first, second] = [reached(champion.prediction), reached(challenger.prediction)];
  const steps = sliderThresholds.length + 1;
  const both = new Float64Array(2 * steps);
  const one = [new Float64Array(2 * steps), new Float64Array(2 * steps)];
  for (let row = 0; row < rows.rows; row++) {
    const at = rows.label[row]! * steps;
    const [a, b] = [first[row]!, second[row]!];
    both[at + Math.min(a, b)]!++;
    if (a !== b) one[a > b ? 0 : 1]![at + Math.max(a, b)]!++;
    if (a !== b) one[a > b ? 0 : 1]![at + Math.min(a, b)]!--;
  }
  return sliderThresholds.map((threshold, k) => {
    const sums = [0, 1].flatMap((label) => {
      const above = (counts: Float64Array): number => {
        let sum = 0;
        for (let step = k + 1; step < steps; step++) sum += counts[label * steps + step]!;
        return sum;
      };
      const total = both.subarray(label * steps, (label + 1) * steps).reduce((sum, count) => sum + count, 0);
      const [together, onlyFirst, onlySecond] = [above(both), above(one[0]!), above(one[1]!)];
      return [total - together - onlyFirst - onlySecond, onlySecond, onlyFirst, together];
    });
    return { threshold, sums, products: null };
  });
}

/** Sums of errors too high and too low of both models, and the number of rows. */
function errorMoments({ label, unit, units, rows }: SharedRows, champion: Judged, challenger: Judged): UnitMoments {
  const width = 5;
  const ofUnit = new Float64Array(width * units.length);
  for (let row = 0; row < rows; row++) {
    const at = width * unit[row]!;
    const [a, b] = [champion.prediction[row]! - label[row]!, challenger.prediction[row]! - label[row]!];
    ofUnit[at + (a > 0 ? 0 : 1)]! += Math.abs(a);
    ofUnit[at + (b > 0 ? 2 : 3)]! += Math.abs(b);
    ofUnit[at + 4]!++;
  }
  return { sums: totalsOf(ofUnit, width), products: productsOf(ofUnit, width) };
}

/**
 * What a page needs to move level, margin, threshold and costs without the rows. Rows that count unequally, and more
 * than two classes, have gains only.
 *
 * @param metrics in the order to keep.
 */
export function whatIfData(
  rows: SharedRows,
  champion: Judged,
  challenger: Judged,
  { task, metrics }: { task: "classification" | "regression"; metrics: readonly MetricComparison[] },
): WhatIf {
  const nothing = { thresholds: null, official: null, errors: null };
  const whatIf = { gains: metrics.map(({ basis }) => basis), costs: champion.costs ?? null, ...nothing };
  if (rows.weight || champion.classes) return whatIf;
  if (task === "regression") return { ...whatIf, errors: errorMoments(rows, champion, challenger) };
  const [a, b] = [champion.threshold ?? 0.5, challenger.threshold ?? 0.5];
  return {
    ...whatIf,
    thresholds: cellsPerThreshold(rows, champion, challenger),
    official: { champion: a, challenger: b, ...cellsAt(rows, champion, challenger, a, b) },
  };
}
