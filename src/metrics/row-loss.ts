import { answerOf } from "./answer.js";
import type { MetricInput } from "./metric.js";

/** The loss of single rows: NaN where a row has no label or prediction. */
export type RowLoss = (input: MetricInput) => (row: number) => number;

/** |prediction − label|. */
export const absoluteError: RowLoss =
  ({ label, prediction }) =>
  (row) =>
    Math.abs(prediction[row]! - label[row]!);

/** (prediction − label)². */
export const squaredError: RowLoss =
  ({ label, prediction }) =>
  (row) =>
    (prediction[row]! - label[row]!) ** 2;

/** 1 where the answer is wrong, 0 where it is right. */
export const zeroOne: RowLoss = (input) => {
  const answer = answerOf(input);
  return (row) =>
    Number.isNaN(answer(row) + input.label[row]!) ? Number.NaN : Number(answer(row) !== input.label[row]);
};

const clipped = (p: number): number => Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON);

/**
 * −ln of the probability given to the class that came, clipped to [2⁻⁵², 1 − 2⁻⁵²]; of more than two classes after each
 * row's probabilities are divided by their sum, both as scikit-learn does.
 */
export const logarithmicLoss: RowLoss = ({ label, prediction, classes, probabilities }) => {
  if (!classes)
    return (row) =>
      Number.isNaN(label[row]!)
        ? Number.NaN
        : -Math.log(clipped(label[row] === 1 ? prediction[row]! : 1 - prediction[row]!));
  const k = classes.length;
  return (row) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += probabilities![row * k + j]!;
    return Number.isNaN(label[row]!) ? Number.NaN : -Math.log(clipped(probabilities![row * k + label[row]!]! / sum));
  };
};

/** Squared distance of the probabilities from what came, 0 or 1; of more than two classes half the sum over classes. */
export const quadraticLoss: RowLoss = (input) => {
  const { label, classes, probabilities } = input;
  if (!classes) return squaredError(input);
  const k = classes.length;
  return (row) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += (probabilities![row * k + j]! - Number(label[row] === j)) ** 2;
    return Number.isNaN(label[row]!) ? Number.NaN : sum / 2;
  };
};
