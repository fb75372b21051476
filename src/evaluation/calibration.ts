import { wilsonInterval } from "../stats/wilson.js";
import type { SharedRows } from "./align.js";
import type { CalibrationBin } from "./types.js";
import { unitMean } from "./unit-mean.js";

/**
 * Predicted against observed share of positives in equal bins of the score; empty bins left out. Bin k holds scores in
 * [k/bins, (k+1)/bins), the last one its upper end too. The interval is Wilson's where each row is its own unit, with the
 * effective number of rows where they are weighted, else that of a mean over units, kept within 0 and 1.
 *
 * @see Kish (1965), Survey Sampling, §11.7 (effective number of rows)
 */
export function calibrationBins(
  { label, weight, unit, units }: Pick<SharedRows, "label" | "weight" | "unit" | "units">,
  score: Float64Array,
  { bins = 10, level }: { bins?: number; level: number },
): CalibrationBin[] {
  const rowsOf = Array.from({ length: bins }, (): number[] => []);
  score.forEach((value, row) => {
    if (!weight || weight[row]! > 0) rowsOf[Math.min(bins - 1, Math.floor(value * bins))]!.push(row);
  });
  const independent = units.length === label.length;
  return rowsOf.flatMap((rows, bin) => {
    if (rows.length === 0) return [];
    let [total, squares, predicted, positives] = [0, 0, 0, 0];
    for (const row of rows) {
      const counts = weight ? weight[row]! : 1;
      total += counts;
      squares += counts * counts;
      predicted += counts * score[row]!;
      positives += counts * label[row]!;
    }
    const n = weight ? (total * total) / squares : rows.length;
    const observed =
      independent || weight
        ? { ...wilsonInterval(n * Math.min(1, positives / total), n, level), n: rows.length, units: rows.length }
        : withinRates(unitMean(label, unit, level, Int32Array.from(rows)));
    return [{ lower: bin / bins, upper: (bin + 1) / bins, n: rows.length, predicted: predicted / total, observed }];
  });
}

/** Bounds within 0 and 1; where all rows agree, what that many units that agree leave possible. */
function withinRates(mean: CalibrationBin["observed"]): CalibrationBin["observed"] {
  const { estimate, lower, upper, units, n, level } = mean;
  if (estimate === 0 || estimate === 1) return { ...wilsonInterval(estimate * units, units, level), n };
  return { ...mean, lower: Math.max(0, lower), upper: Math.min(1, upper) };
}
