import { answerOf } from "./answer.js";
import { type Average, averageOf } from "./average.js";
import { fromSums, weightedTerms } from "./from-sums.js";
import type { MetricInput } from "./metric.js";

/** Weighted counts of right and wrong answers about one class. */
export interface Confusion {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
  trueNegative: number;
}

/** What metrics of the whole table of labels and answers need: three counts per class, and all rows. */
export interface ClassCounts {
  right: number[];
  answered: number[];
  labelled: number[];
  total: number;
}

/**
 * Of two classes one term each for true positive, false positive, false negative and true negative; of k > 2 classes
 * 3 k terms: rows of each class that are right, then answered so, then labelled so. NaN where a row has no answer.
 */
export function confusionTerms(input: MetricInput): Float64Array {
  const { label, classes } = input;
  const answer = answerOf(input);
  const k = classes?.length ?? 2;
  const width = k === 2 ? 4 : 3 * k;
  return weightedTerms(input, width, (row, terms, at) => {
    const [came, said] = [label[row]!, answer(row)];
    if (Number.isNaN(came + said)) terms.fill(Number.NaN, at, at + width);
    else if (k === 2) terms[at + (came === 1 ? (said === 1 ? 0 : 2) : said === 1 ? 1 : 3)] = 1;
    else {
      if (came === said) terms[at + said] = 1;
      terms[at + k + said] = 1;
      terms[at + 2 * k + came] = 1;
    }
  });
}

/** Counts per class from the sums of `confusionTerms`. */
function classCounts(sums: ArrayLike<number>): ClassCounts {
  const all = Array.from(sums);
  if (all.length === 4) {
    const [tp, fp, fn, tn] = all as [number, number, number, number];
    return { right: [tn, tp], answered: [tn + fn, tp + fp], labelled: [tn + fp, tp + fn], total: tp + fp + fn + tn };
  }
  const k = all.length / 3;
  const labelled = all.slice(2 * k);
  return {
    right: all.slice(0, k),
    answered: all.slice(k, 2 * k),
    labelled,
    total: labelled.reduce((sum, count) => sum + count, 0),
  };
}

/** Each class against all others. */
const oneAgainstOthers = ({ right, answered, labelled, total }: ClassCounts): Confusion[] =>
  right.map((truePositive, j) => ({
    truePositive,
    falsePositive: answered[j]! - truePositive,
    falseNegative: labelled[j]! - truePositive,
    trueNegative: total - answered[j]! - labelled[j]! + truePositive,
  }));

const added = (tables: readonly Confusion[]): Confusion => {
  const sum = (of: keyof Confusion): number => tables.reduce((total, table) => total + table[of], 0);
  return {
    truePositive: sum("truePositive"),
    falsePositive: sum("falsePositive"),
    falseNegative: sum("falseNegative"),
    trueNegative: sum("trueNegative"),
  };
};

/** A value of one class against the others, averaged over all classes of the sums. */
export function averageOfClasses(value: (table: Confusion) => number, average: Average) {
  return (sums: ArrayLike<number>): number => {
    const counts = classCounts(sums);
    const tables = oneAgainstOthers(counts);
    return average === "micro" ? value(added(tables)) : averageOf(average, tables.map(value), counts.labelled);
  };
}

/**
 * `prepare` and `sums` of a metric of the confusion table. All such metrics share `confusionTerms`, so that a
 * bootstrap of many of them counts the table once per draw.
 *
 * @param value of two classes, about class 1.
 * @param many of more classes; the mean over classes, each against the others, by default.
 */
export function fromConfusion(
  value: (table: Confusion) => number,
  many: (counts: ClassCounts) => number = (counts) =>
    averageOf("macro", oneAgainstOthers(counts).map(value), counts.labelled),
): ReturnType<typeof fromSums> {
  return fromSums({
    terms: confusionTerms,
    fromSums: (sums) =>
      sums.length === 4
        ? value({
            truePositive: sums[0]!,
            falsePositive: sums[1]!,
            falseNegative: sums[2]!,
            trueNegative: sums[3]!,
          })
        : many(classCounts(sums)),
  });
}
