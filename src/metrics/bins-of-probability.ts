import { answerOf } from "./answer.js";
import type { Metric, MetricInput, Prepare } from "./metric.js";
import { undefinedMetric } from "./ranked.js";
import { fromWeights } from "./from-weights.js";

const bins = 10;

/** Sums over the rows whose probability lies in one bin. */
export interface ProbabilityBin {
  weight: number;
  /** Sum of the probabilities. */
  predicted: number;
  /** Sum of what came, 0 or 1. */
  observed: number;
  /** Sum of (probability − what came)². */
  squares: number;
}

/** What is forecast of each row, and whether it came: class 1; of more than two classes that the answer is right. */
function forecasts(input: MetricInput): { probability: Float64Array; came: Float64Array } | null {
  const { label, prediction, classes, probabilities } = input;
  const answer = answerOf(input);
  const probability = Float64Array.from({ length: label.length }, (_, row) =>
    classes ? probabilities![row * classes.length + answer(row)]! : prediction[row]!,
  );
  const came = Float64Array.from({ length: label.length }, (_, row) =>
    Number.isNaN(label[row]!) ? Number.NaN : Number(label[row] === (classes ? answer(row) : 1)),
  );
  const usable = probability.every((value) => value >= 0 && value <= 1) && !came.some(Number.isNaN);
  return usable ? { probability, came } : null;
}

/**
 * A metric of 10 bins of equal width, each closed below and the last one also above. NaN where a probability lies
 * outside [0, 1].
 */
export function fromBins(value: (bins: readonly ProbabilityBin[], total: number) => number): Pick<Metric, "prepare"> {
  const prepare: Prepare = (input) => {
    const read = forecasts(input);
    if (!read) return undefinedMetric;
    const { probability, came } = read;
    const bin = Uint8Array.from(probability, (p) => Math.min(Math.floor(p * bins), bins - 1));
    return (weights) => {
      const sums = Array.from({ length: bins }, (): ProbabilityBin => ({
        weight: 0,
        predicted: 0,
        observed: 0,
        squares: 0,
      }));
      let total = 0;
      for (let row = 0; row < bin.length; row++) {
        const weight = weights ? weights[row]! : 1;
        const sum = sums[bin[row]!]!;
        total += weight;
        sum.weight += weight;
        sum.predicted += weight * probability[row]!;
        sum.observed += weight * came[row]!;
        sum.squares += weight * (probability[row]! - came[row]!) ** 2;
      }
      return total > 0 ? value(sums, total) : Number.NaN;
    };
  };
  return fromWeights(prepare);
}

/** Why a metric of bins has no value: the first row whose prediction is no probability. */
export function notProbability({ prediction, classes }: MetricInput): string | null {
  if (classes) return null;
  const row = Array.from(prediction).findIndex((value) => value < 0 || value > 1);
  return row < 0 ? null : `row ${row + 1} predicts ${prediction[row]}, which is no probability`;
}
