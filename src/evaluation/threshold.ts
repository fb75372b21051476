import { answerOf } from "../metrics/answer.js";
import { confusionTerms } from "../metrics/confusion.js";
import type { Costs, Metric, MetricInput, MetricName } from "../metrics/metric.js";
import { scoreSteps } from "./score-order.js";
import type { ThresholdCounts } from "./types.js";

/** A metric as a function of counts of true positives, false positives, false negatives and true negatives. */
type OfCounts = (truePositive: number, falsePositive: number, falseNegative: number, trueNegative: number) => number;

/** True where the metric depends on the rows' answers alone, and so on the threshold. */
export const dependsOnThreshold = ({ name, sums }: Metric): boolean =>
  sums?.terms === confusionTerms || name === "expectedCost" || name === "profit";

/** One row of each kind, whose weights are the counts. */
function ofCounts(metric: Metric, costs: Costs | undefined): OfCounts {
  if (!dependsOnThreshold(metric)) throw new RangeError(`${metric.name} does not depend on a threshold`);
  const value = metric.prepare({ label: [1, 0, 1, 0], prediction: [1, 1, 0, 0], ...(costs ? { costs } : {}) });
  return (...counts) => value(counts);
}

/**
 * A metric at each threshold, from cumulated counts.
 *
 * @param counts of `classificationCurves(…).thresholds`, at thresholds 0, 0.01, … 1.
 * @param costs for `expectedCost` and `profit`.
 * @returns NaN values where the counts do not define the metric.
 * @throws RangeError where the metric does not depend on a threshold.
 * @example thresholdCurve(run.classification.thresholds, expectedCost, { falsePositive: 1, falseNegative: 5 })
 */
export function thresholdCurve(
  { truePositives, falsePositives, positives, negatives }: ThresholdCounts,
  metric: Metric,
  costs?: Costs,
): { threshold: number; value: number }[] {
  const value = ofCounts(metric, costs);
  return truePositives.map((found, part) => ({
    threshold: part / (truePositives.length - 1),
    value: value(found, falsePositives[part]!, positives - found, negatives - falsePositives[part]!),
  }));
}

/** Between two neighbouring scores, where there is a number between. */
function between(upper: number, lower: number): number {
  const middle = (upper + lower) / 2;
  return middle > lower ? middle : upper;
}

/**
 * The threshold at which a metric is best on these rows: between two neighbouring scores, or where all rows or none are
 * called positive. Of equally good ones the closest to one half. It is good on these rows by construction, so judge it
 * on others: `judgeThreshold`.
 *
 * @param input two classes with probabilities, such as validation rows; its own threshold does not matter.
 * @returns NaN throughout where no threshold defines the metric.
 * @throws RangeError where the metric does not depend on a threshold, or there are more than two classes.
 * @example chooseThreshold({ label, prediction, costs: { falsePositive: 1, falseNegative: 5 } }, expectedCost).threshold
 */
export function chooseThreshold(input: MetricInput, metric: Metric): { threshold: number; value: number } {
  if (input.classes) throw new RangeError("a threshold tells two classes apart, these are more");
  const valueOf = ofCounts(metric, input.costs);
  const steps = scoreSteps(input.label, input.prediction, input.weight);
  const last = steps.at(-1);
  let best = { threshold: Number.NaN, value: Number.NaN };
  if (!last) return best;
  const sign = metric.direction === "maximize" ? 1 : -1;
  const consider = (threshold: number, found: number, alarms: number): void => {
    const value = valueOf(found, alarms, last.truePositives - found, last.falsePositives - alarms);
    const gain = sign * (value - best.value);
    const closer = Math.abs(threshold - 0.5) < Math.abs(best.threshold - 0.5);
    if (Number.isNaN(value) || gain < 0 || (gain === 0 && !closer)) return;
    best = { threshold, value };
  };
  if (steps[0]!.threshold < 1) consider(between(1, steps[0]!.threshold), 0, 0);
  steps.forEach(({ threshold, truePositives, falsePositives }, i) => {
    const next = steps[i + 1];
    consider(next ? between(threshold, next.threshold) : 0, truePositives, falsePositives);
  });
  return best;
}

/** A threshold with what it is worth where it was chosen and where it is judged. */
export interface JudgedThreshold {
  metric: MetricName;
  threshold: number;
  /** On the rows that chose it: too good, by the choice. */
  chosenOn: number;
  /** On rows that had no part in it. */
  judgedOn: number;
  /** The same rows at one half. */
  judgedAtHalf: number;
  /** Share of the judged rows that it calls positive. */
  calledPositive: number;
}

/**
 * A threshold chosen on one set of rows (validation) and judged on another (test).
 *
 * @throws RangeError as {@link chooseThreshold} does.
 * @example judgeThreshold(validation, test, getMetric("f1")).judgedOn
 */
export function judgeThreshold(validation: MetricInput, test: MetricInput, metric: Metric): JudgedThreshold {
  const { threshold, value } = chooseThreshold(validation, metric);
  const answer = answerOf({ ...test, threshold });
  const { label, weight } = test;
  let [called, total] = [0, 0];
  for (let row = 0; row < label.length; row++) {
    const counts = weight ? weight[row]! : 1;
    total += counts;
    called += counts * answer(row);
  }
  return {
    metric: metric.name,
    threshold,
    chosenOn: value,
    judgedOn: metric.prepare({ ...test, threshold })(),
    judgedAtHalf: metric.prepare({ ...test, threshold: 0.5 })(),
    calledPositive: called / total,
  };
}
