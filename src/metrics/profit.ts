import { costsMissing, rowCost } from "./expected-cost.js";
import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";

/**
 * Mean profit per row under a matrix of costs (`input.costs`), where what an answer earns is a cost below 0. NaN without
 * one.
 *
 * @example profit.prepare({ label: [1, 0], prediction: [0.9, 0.9], costs: { falsePositive: 1, falseNegative: 0, truePositive: -5 } })() // 2
 */
export const profit: Metric = {
  name: "profit",
  title: "Profit",
  task: "classification",
  direction: "maximize",
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  unit: "number",
  formula: "−(FP × cost of FP + FN × cost of FN + TP × cost of TP + TN × cost of TN) / rows",
  convention: "expected cost with its sign changed",
  ...fromSums(
    meanOf((input) => {
      const cost = rowCost(input);
      return (row) => -cost(row);
    }),
  ),
  undefinedBecause: costsMissing,
};
