import { answerOf } from "./answer.js";
import { fromSums, meanOf } from "./from-sums.js";
import type { Metric, MetricInput } from "./metric.js";
import type { RowLoss } from "./row-loss.js";

/** What each row's answer costs; NaN without costs, or with more than two classes. */
export const rowCost: RowLoss = (input) => {
  const { label, costs, classes } = input;
  if (!costs || classes) return () => Number.NaN;
  const answer = answerOf(input);
  const { falsePositive, falseNegative, truePositive = 0, trueNegative = 0 } = costs;
  return (row) => {
    const said = answer(row);
    if (Number.isNaN(said + label[row]!)) return Number.NaN;
    if (said === 1) return label[row] === 1 ? truePositive : falsePositive;
    return label[row] === 1 ? falseNegative : trueNegative;
  };
};

/** Why costs have no mean. */
export function costsMissing({ costs, classes }: MetricInput): string | null {
  if (classes) return "costs are defined for two classes, these are more";
  return costs ? null : "no costs are given; name those of a false positive and of a false negative in the policy";
}

/**
 * Mean cost per row under a matrix of costs (`input.costs`), in its unit. NaN without one.
 *
 * @see Elkan (2001), The Foundations of Cost-Sensitive Learning, IJCAI, 973–978
 * @example expectedCost.prepare({ label: [1, 0], prediction: [0.2, 0.9], costs: { falsePositive: 1, falseNegative: 5 } })() // 3
 */
export const expectedCost: Metric = {
  name: "expectedCost",
  title: "Expected cost",
  task: "classification",
  direction: "minimize",
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  unit: "number",
  formula: "(FP × cost of FP + FN × cost of FN + TP × cost of TP + TN × cost of TN) / rows",
  convention: "Elkan (2001); right answers cost 0 unless the policy says otherwise",
  ...fromSums(meanOf(rowCost)),
  undefinedBecause: costsMissing,
};
