import { fromBins, notProbability, type ProbabilityBin } from "./bins-of-probability.js";
import type { Metric } from "./metric.js";

const common = { task: "classification", unit: "number", undefinedBecause: notProbability } as const;
const source =
  "Murphy (1973) over 10 bins of equal width; resolution takes in the spread within bins (Stephenson, Coelho & Jolliffe 2008), so that reliability − resolution + uncertainty is the Brier score";

const reliabilityOf = (bins: readonly ProbabilityBin[], total: number): number =>
  bins.reduce(
    (sum, { weight, predicted, observed }) => sum + (weight > 0 ? (predicted - observed) ** 2 / weight / total : 0),
    0,
  );

function uncertaintyOf(bins: readonly ProbabilityBin[], total: number): number {
  const share = bins.reduce((sum, { observed }) => sum + observed, 0) / total;
  return share * (1 - share);
}

/**
 * Brier's reliability part: mean squared distance between probability and share of positives, by bin; 0 is calibrated.
 * Biased upwards, as the calibration error is.
 *
 * @see Murphy (1973), Journal of Applied Meteorology 12, 595–600
 * @example brierReliability.prepare({ label: [0, 1], prediction: [0.1, 0.7] })() // 0.05
 */
export const brierReliability: Metric = {
  ...common,
  name: "brierReliability",
  title: "Brier score: reliability",
  direction: "minimize",
  range: [0, 1],
  formula: "Σ over bins of share of rows × (mean probability − share of positives)²",
  convention: source,
  ...fromBins(reliabilityOf),
};

/**
 * Brier's resolution part: how far the groups that the model tells apart differ from the overall share of positives.
 *
 * @see Stephenson, Coelho & Jolliffe (2008), Weather and Forecasting 23, 752–757
 * @example brierResolution.prepare({ label: [0, 1], prediction: [0.1, 0.7] })() // 0.25
 */
export const brierResolution: Metric = {
  ...common,
  name: "brierResolution",
  title: "Brier score: resolution",
  direction: "maximize",
  range: [-1, 1],
  formula: "reliability + uncertainty − Brier score",
  convention: source,
  ...fromBins(
    (bins, total) =>
      reliabilityOf(bins, total) +
      uncertaintyOf(bins, total) -
      bins.reduce((sum, { squares }) => sum + squares, 0) / total,
  ),
};

/**
 * Brier's uncertainty part: the Brier score of saying the overall share of positives for every row. It is the data's,
 * not the model's.
 *
 * @see Murphy (1973), Journal of Applied Meteorology 12, 595–600
 * @example brierUncertainty.prepare({ label: [0, 1], prediction: [0.1, 0.7] })() // 0.25
 */
export const brierUncertainty: Metric = {
  ...common,
  name: "brierUncertainty",
  title: "Brier score: uncertainty",
  direction: "minimize",
  range: [0, 0.25],
  formula: "share of positives × share of negatives",
  convention: source,
  ...fromBins(uncertaintyOf),
};
