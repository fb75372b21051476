import { chiSquareUpper } from "../stats/chi-square-distribution.js";
import { chiSquareHomogeneity } from "../stats/chi-square.js";
import { jensenShannonDistance } from "../stats/jensen-shannon.js";
import { kolmogorovSmirnovPValue } from "../stats/kolmogorov-smirnov.js";
import { psi } from "../stats/psi.js";
import { totalVariation } from "../stats/total-variation.js";
import { sum } from "./cells.js";
import type { CellDesign } from "./design-effect.js";
import { rankTest } from "./distances.js";
import type { Effect } from "./effect.js";
import type { ColumnCounts } from "./measure-column.js";
import { totals } from "./resample.js";
import type { ColumnDrift, DriftColumn } from "./types.js";

/** The p-value of D counts lattice paths up to this many pairs of rows, and takes the limit distribution above. */
const exactPairs = 1_000_000;

type Test = Omit<ColumnDrift["test"], "adjustedPValue">;

/**
 * Chi-square of homogeneity (both sides are samples), with Rao and Scott's correction of the second order: divided by
 * the mean design effect, and with fewer degrees of freedom where cells vary unequally.
 */
function homogeneity(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  { mean, spread }: CellDesign,
): { statistic: number; degreesOfFreedom: number; pValue: number } {
  const deflate = (counts: ArrayLike<number>): number[] => Array.from(counts, (count) => count / (mean * spread));
  const { statistic, degreesOfFreedom, pValue } = chiSquareHomogeneity(deflate(reference), deflate(current));
  return spread > 1
    ? {
        statistic,
        degreesOfFreedom: degreesOfFreedom / spread,
        pValue: chiSquareUpper(statistic, degreesOfFreedom / spread),
      }
    : { statistic, degreesOfFreedom, pValue };
}

/**
 * Composes one column's measurement for one window.
 *
 * Numbers are tested by Kolmogorov–Smirnov over finite values and, where a side has others, by chi-square over
 * (finite, not finite, missing); the smaller p-value counts, doubled. Categories are tested by chi-square of
 * homogeneity over all bins, missing and new ones included. Where units are not rows, sizes are divided by the design
 * effect (of cells for chi-square, of cumulative shares for Kolmogorov–Smirnov, of the mean rank for Mann and Whitney).
 *
 * @param window 1 for the first current window.
 */
export function columnDrift(
  column: DriftColumn,
  counts: ColumnCounts,
  window: number,
  effect: Omit<Effect, "chance" | "limit">,
): ColumnDrift {
  const reference = totals(counts.windows[0]!);
  const current = totals(counts.windows[window]!);
  const { name, type, role } = column;
  const last = counts.labels.length - 1;
  const { design } = effect;
  const cells = design.cells();
  const both = sum(reference) > 0 && sum(current) > 0;
  const none = { statistic: Number.NaN, degreesOfFreedom: 0, pValue: Number.NaN };
  const distance = counts.distances?.[window - 1];
  const shape = (side: Float64Array): number[] => [sum(side.subarray(0, last - 1)), side[last - 1]!, side[last]!];
  const shapeOf = (bin: number): number => Math.max(0, bin - last + 2);
  const presence = (side: Float64Array): number[] => [sum(side.subarray(0, last)), side[last]!];
  let kolmogorovSmirnov: ColumnDrift["measures"]["kolmogorovSmirnov"] = null;
  let chiSquare: ColumnDrift["measures"]["chiSquare"] = null;
  let test: Test;
  if (distance) {
    const n = shape(reference)[0]!;
    const m = shape(current)[0]!;
    const ordered = design.cumulative();
    const [sizedN, sizedM] = [n, m].map((rows) => Math.max(1, Math.round(rows / ordered))) as [number, number];
    const { statistic } = distance;
    kolmogorovSmirnov = {
      statistic,
      pValue:
        n > 0 && m > 0
          ? kolmogorovSmirnovPValue(statistic, sizedN, sizedM, sizedN * sizedM <= exactPairs).pValue
          : Number.NaN,
    };
    test = { name: "kolmogorov-smirnov", ...kolmogorovSmirnov, exact: distance.exact, error: distance.error };
    const others = both && n + m < sum(reference) + sum(current);
    if (others) {
      const held = homogeneity(shape(reference), shape(current), design.cells(shapeOf));
      if (Number.isFinite(held.pValue)) {
        const values = Number.isFinite(test.pValue) ? test.pValue : 1;
        if (held.pValue < values)
          test = { name: "chi-square", statistic: held.statistic, pValue: held.pValue, exact: true, error: 0 };
        test = { ...test, pValue: Math.min(1, 2 * Math.min(held.pValue, values)) };
      }
    }
  } else {
    chiSquare = both ? homogeneity(reference, current, cells) : none;
    test = { name: "chi-square", statistic: chiSquare.statistic, pValue: chiSquare.pValue, exact: true, error: 0 };
  }
  const measure = (of: (a: Float64Array, b: Float64Array) => number): number =>
    both ? of(reference, current) : Number.NaN;
  return {
    name,
    type,
    role,
    referenceRows: sum(reference),
    currentRows: sum(current),
    referenceMissing: reference[last]!,
    currentMissing: current[last]!,
    effect: { measure: "psi", estimate: effect.estimate, lower: effect.lower, upper: effect.upper },
    designEffect: cells.mean,
    test: { ...test, adjustedPValue: Number.NaN },
    measures: {
      psi: measure(psi),
      jensenShannon: measure(jensenShannonDistance),
      totalVariation: measure(totalVariation),
      wasserstein: distance ? distance.wasserstein : null,
      kolmogorovSmirnov,
      chiSquare,
      mannWhitney: distance ? rankTest(distance.ranks, design.ranks()) : null,
      missing:
        both && reference[last]! + current[last]! > 0
          ? homogeneity(
              presence(reference),
              presence(current),
              design.cells((bin) => Number(bin === last)),
            )
          : null,
    },
    violations: counts.outOfRange
      ? {
          ...counts.outOfRange[window]!,
          referenceNotNumbers: reference[last - 1]!,
          currentNotNumbers: current[last - 1]!,
        }
      : null,
    constant: { reference: counts.constant[0]!, current: counts.constant[window]! },
    newCategories: counts.newCategories[window]!,
    vanishedCategories: counts.vanishedCategories[window]!,
    bins: counts.labels.flatMap((label, k) =>
      reference[k]! + current[k]! > 0 ? [{ ...label, reference: reference[k]!, current: current[k]! }] : [],
    ),
  };
}
