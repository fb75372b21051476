import { fromConfusion } from "./confusion.js";
import type { Metric } from "./metric.js";

/** `prepare` and `sums` of Fβ: recall counts β times as much as precision. */
const fBeta = (beta: number): Required<Pick<Metric, "prepare" | "sums">> =>
  fromConfusion(
    ({ truePositive, falsePositive, falseNegative }) =>
      ((1 + beta * beta) * truePositive) /
      ((1 + beta * beta) * truePositive + beta * beta * falseNegative + falsePositive),
  );

const common = {
  task: "classification",
  direction: "maximize",
  range: [0, 1],
  unit: "number",
  convention:
    "van Rijsbergen (1979): scikit-learn fbeta_score, but undefined where no row is positive or called so; of more classes the macro mean",
} as const;

/**
 * Harmonic mean of precision and recall with equal weights: 2 TP / (2 TP + FP + FN). NaN where no row is positive or
 * called so (scikit-learn says 0, and warns).
 *
 * @see scikit-learn `f1_score`
 * @example f1.prepare({ label: [1, 0], prediction: [0.9, 0.6] })() // 0.6667
 */
export const f1: Metric & { name: "f1" } = {
  ...common,
  name: "f1",
  title: "F1",
  formula: "2 TP / (2 TP + FP + FN)",
  ...fBeta(1),
};

/**
 * Fβ with β = 2: a positive that is missed weighs four times a false alarm.
 *
 * @see scikit-learn `fbeta_score(beta=2)`
 * @example f2.prepare({ label: [1, 0], prediction: [0.9, 0.6] })() // 0.8333
 */
export const f2: Metric & { name: "f2" } = {
  ...common,
  name: "f2",
  title: "F2",
  formula: "5 TP / (5 TP + 4 FN + FP)",
  ...fBeta(2),
};

/**
 * Fβ with β = ½: a false alarm weighs four times a positive that is missed.
 *
 * @see scikit-learn `fbeta_score(beta=0.5)`
 * @example fHalf.prepare({ label: [1, 0], prediction: [0.9, 0.6] })() // 0.5556
 */
export const fHalf: Metric & { name: "fHalf" } = {
  ...common,
  name: "fHalf",
  title: "F½",
  formula: "1.25 TP / (1.25 TP + 0.25 FN + FP)",
  ...fBeta(0.5),
};
