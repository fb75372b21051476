import { chiSquareHomogeneity } from "../stats/chi-square.js";
import { jensenShannonDistance } from "../stats/jensen-shannon.js";
import { psiInterval } from "../stats/psi-interval.js";
import { psi } from "../stats/psi.js";
import { totalVariation } from "../stats/total-variation.js";
import type { ColumnDrift } from "./types.js";

type Bin = ColumnDrift["bins"][number];

const keyOf = ({ lower, upper, value }: Bin): string => JSON.stringify([lower, upper, value]);

/** The bins of both windows, whose edges are the same because the training rows made them. */
function pairedBins(earlier: readonly Bin[], later: readonly Bin[]): Bin[] {
  const bins = new Map<string, Bin>();
  for (const bin of earlier) bins.set(keyOf(bin), { ...bin, reference: bin.current, current: 0 });
  for (const bin of later) {
    const known = bins.get(keyOf(bin));
    bins.set(keyOf(bin), { ...bin, reference: known?.reference ?? 0, current: bin.current });
  }
  return [...bins.values()].filter(({ reference, current }) => reference + current > 0);
}

const counts = (bins: readonly Bin[], side: "reference" | "current"): number[] => bins.map((bin) => bin[side]);

/**
 * How many times wider than the counts alone make it the interval of a window against training is: what the design
 * effect, an average over bins, leaves out.
 */
function stretch({ bins, effect, designEffect }: ColumnDrift, level: number): number {
  const plain = psiInterval(counts(bins, "reference"), counts(bins, "current"), { level, designEffect });
  const ratio = (effect.upper - effect.estimate) / (plain.upper - plain.estimate);
  return Number.isFinite(ratio) ? Math.max(1, ratio) : 1;
}

/**
 * One column, one window against another, from what both have against training: the same bins, so nothing is read again.
 * PSI's interval is the delta method's, made wider by the design effects and by as much as the bootstrap's intervals
 * against training are wider than the delta method's. The test is chi-square of homogeneity over the bins, whose counts
 * are divided by the design effect.
 *
 * @param earlier the window that becomes the reference, against training; `later` the current one.
 * @param level coverage of the interval.
 * @returns measures that bins do not hold are null; `test.adjustedPValue` is NaN until it is corrected over columns.
 * @example driftBetween(january, april, 0.95).effect.estimate
 */
export function driftBetween(earlier: ColumnDrift, later: ColumnDrift, level: number): ColumnDrift {
  const bins = pairedBins(earlier.bins, later.bins);
  const [before, after] = [counts(bins, "reference"), counts(bins, "current")];
  const designEffect = Math.max(earlier.designEffect, later.designEffect);
  const wider = Math.max(stretch(earlier, level), stretch(later, level));
  const deflate = (side: readonly number[]): number[] => side.map((count) => count / designEffect);
  const test = chiSquareHomogeneity(deflate(before), deflate(after));
  return {
    ...later,
    referenceRows: earlier.currentRows,
    referenceMissing: earlier.currentMissing,
    designEffect,
    effect: { measure: "psi", ...psiInterval(before, after, { level, designEffect: designEffect * wider * wider }) },
    test: {
      ...later.test,
      name: "chi-square",
      statistic: test.statistic,
      pValue: test.pValue,
      adjustedPValue: Number.NaN,
      exact: true,
    },
    measures: {
      ...later.measures,
      psi: psi(before, after),
      jensenShannon: jensenShannonDistance(before, after),
      totalVariation: totalVariation(before, after),
      wasserstein: null,
      kolmogorovSmirnov: null,
      chiSquare: test,
      mannWhitney: null,
      missing: null,
    },
    constant: { reference: earlier.constant.current, current: later.constant.current },
    violations: null,
    newCategories: bins.flatMap(({ value, reference, current }) =>
      later.type === "categorical" && value !== null && reference === 0 ? [{ value, count: current }] : [],
    ),
    vanishedCategories: bins.flatMap(({ value, reference, current }) =>
      later.type === "categorical" && value !== null && reference > 0 && current === 0 ? [value] : [],
    ),
    bins,
  };
}
