import { type Average, averageOf } from "./average.js";
import type { MetricInput, Prepare } from "./metric.js";

/** How many classes, and the probability of each in a row. */
function scoresOf({ prediction, classes, probabilities }: MetricInput): {
  k: number;
  score(row: number, j: number): number;
} {
  if (!classes) return { k: 2, score: (row, j) => (j === 1 ? prediction[row]! : 1 - prediction[row]!) };
  const k = classes.length;
  return { k, score: (row, j) => probabilities![row * k + j]! };
}

const isClass = (label: number, j: number): number => (Number.isNaN(label) ? label : Number(label === j));

/** Row weights repeated for every class, as rows × classes. */
function repeated(k: number): (weights: ArrayLike<number>) => Float64Array {
  let all = new Float64Array(0);
  return (weights) => {
    if (all.length !== k * weights.length) all = new Float64Array(k * weights.length);
    for (let row = 0, at = 0; row < weights.length; row++) for (let j = 0; j < k; j++) all[at++] = weights[row]!;
    return all;
  };
}

/**
 * A measure of how scores rank one class above the others, for all classes: each class against the others and then the
 * mean (`macro`) or the mean by rows (`weighted`), or every row and class as a row of its own (`micro`).
 *
 * @see scikit-learn `roc_auc_score(multi_class="ovr", average=…)`
 */
export function oneVersusRest(prepare: Prepare, average: Average): Prepare {
  return (input) => {
    const { label } = input;
    const { k, score } = scoresOf(input);
    const rows = label.length;
    if (average === "micro") {
      const value = prepare({
        label: Float64Array.from({ length: rows * k }, (_, i) => isClass(label[Math.floor(i / k)]!, i % k)),
        prediction: Float64Array.from({ length: rows * k }, (_, i) => score(Math.floor(i / k), i % k)),
      });
      const repeat = repeated(k);
      return (weights) => value(weights && repeat(weights));
    }
    const ofClass = Array.from({ length: k }, (_, j) =>
      prepare({
        label: Float64Array.from({ length: rows }, (_, row) => isClass(label[row]!, j)),
        prediction: Float64Array.from({ length: rows }, (_, row) => score(row, j)),
      }),
    );
    const counts = new Float64Array(k);
    return (weights) => {
      counts.fill(0);
      for (let row = 0; row < rows; row++) counts[label[row]!]! += weights ? weights[row]! : 1;
      return averageOf(
        average,
        ofClass.map((value) => value(weights)),
        counts,
      );
    };
  };
}

/** Of two classes the ranking of class 1, of more the mean over all. */
export const ranking = (prepare: Prepare): Prepare => {
  const macro = oneVersusRest(prepare, "macro");
  return (input) => (input.classes ? macro(input) : prepare(input));
};
