import type { Average } from "./average.js";
import { averageOfClasses, confusionTerms } from "./confusion.js";
import { fromSums } from "./from-sums.js";
import { fromWeights } from "./from-weights.js";
import type { AveragedName, Metric } from "./metric.js";
import { oneVersusRest } from "./one-versus-rest.js";

const suffix = { macro: "Macro", micro: "Micro", weighted: "Weighted" } as const;
const words = {
  macro: "the mean over classes, each against the others",
  micro: "all classes pooled, each against the others",
  weighted: "the mean over classes, each against the others, weighted by its rows",
};

/**
 * A metric of one class against the others as an average over all classes, two or more.
 *
 * @param metric a metric of two classes: of the confusion table, or of a ranking.
 * @see scikit-learn's `average="macro" | "micro" | "weighted"`
 * @example averaged(f1, "weighted").name // "f1Weighted"
 */
export function averaged(metric: Metric & { name: AveragedName }, average: Average): Metric {
  const { sums } = metric;
  return {
    ...metric,
    name: `${metric.name}${suffix[average]}`,
    title: `${metric.title} (${average})`,
    convention: `${words[average]}; undefined where it is for one of them`,
    ...(sums
      ? fromSums({
          terms: confusionTerms,
          fromSums: averageOfClasses(
            ({ truePositive, falsePositive, falseNegative, trueNegative }) =>
              sums.fromSums([truePositive, falsePositive, falseNegative, trueNegative]),
            average,
          ),
        })
      : fromWeights(oneVersusRest(metric.prepare, average))),
  };
}
