import type { CompareEvidence } from "../src/cards/evidence-types.js";
import { formatDifference, formatInterval, formatValue } from "../src/lib/format.js";
import { confidenceSetWords, ConfidenceSetTable } from "./ConfidenceSetTable.js";
import { modelColor } from "./chart.js";
import { element, type Child } from "./element.js";
import { HyperparameterEffects } from "./HyperparameterEffects.js";
import { sortRuns } from "./LeaderboardTable.js";
import { PairwiseMatrix } from "./PairwiseMatrix.js";
import { Panel, Section } from "./Panel.js";
import { ParallelChart } from "./ParallelChart.js";
import { picture } from "./picture.js";
import { counted, inSentence, type Reading } from "./quantities.js";
import { RepeatedRunsTable } from "./RepeatedRunsTable.js";
import { SpreadChart } from "./SpreadChart.js";

const more = (method: string, text: string): Child => element("a", { href: `../methods/${method}.html` }, text);

/** How many models these rows have judged, and how much of the best one's value is the luck of being picked. */
export function optimismWords({ optimism, runs }: CompareEvidence, readings: readonly Reading[]): Child {
  if (!optimism) return null;
  const reading = readings.find(({ name }) => name === optimism.metric);
  const run = runs.find(({ runId }) => runId === optimism.runId);
  if (!reading || !run || !Number.isFinite(optimism.corrected.estimate)) return null;
  const { quantity } = reading;
  const { corrected } = optimism;
  return [
    `These rows have judged ${counted(String(optimism.models), "models")}, and the best of many looks better than it is: without that luck, ${inSentence(run.title)} would show `,
    element("strong", {}, formatValue(corrected.estimate, quantity)),
    ` ${formatInterval(corrected.lower, corrected.upper, quantity)}, ${formatDifference(optimism.optimism, quantity)} less good than measured. `,
    more("best-of-k", "Why"),
  ];
}

export interface ManySectionsOptions {
  readings: readonly Reading[];
  /** Ids of the runs that the reader picked. */
  chosen: ReadonlySet<string>;
}

/** What many models on the same rows say together: which could be the best, who beats whom, what parameters do. */
export function ManySections(board: CompareEvidence, { readings, chosen }: ManySectionsOptions): Child {
  const { runs, matrix, confidenceSet, folds, repeats, hyperparameters, parallel } = board;
  const readingOf = (name: string): Reading | undefined => readings.find((reading) => reading.name === name);
  const decides = readingOf(matrix.metric) ?? readings[0]!;
  const ordered = sortRuns(runs, decides, "metric");
  const colored = folds.flatMap((spread) => {
    const run = runs.find(({ runId }) => runId === spread.runId);
    return run
      ? [
          {
            title: run.title,
            color: modelColor(run),
            values: spread.folds.map(({ value }) => value),
            mean: spread.mean,
          },
        ]
      : [];
  });
  return [
    confidenceSet
      ? Section(
          "Which could be the best",
          [confidenceSetWords(confidenceSet, runs), " ", more("model-confidence-set", "How")],
          Panel(ConfidenceSetTable(confidenceSet, runs)),
        )
      : null,
    matrix.cells.length > 0
      ? Section(
          "Every model against every other",
          [
            `Gain in ${inSentence(decides.title)} of the row's model over the column's; green is better, red worse, and the colour is strong where the p-value is small, adjusted over all pairs. `,
            more("adjusted-p-values", "How"),
          ],
          picture((width) => PairwiseMatrix({ matrix, runs: ordered, reading: decides }, { width })),
        )
      : null,
    parallel.axes.length > 1
      ? Section(
          "Parameters and results",
          "One line a run, through its parameters, results and costs; right is better for results and costs. The runs picked below stand out.",
          picture((width) =>
            ParallelChart(
              {
                parallel,
                runs,
                chosen,
                titleOf: (axis) => readingOf(axis)?.title ?? axisWords[axis] ?? axis,
                smallIsGood: (axis) => readingOf(axis)?.direction === "minimize" || axis in axisWords,
              },
              { width },
            ),
          ),
        )
      : null,
    hyperparameters.length > 0
      ? Section(
          "What each parameter does",
          "Over runs of one learner that differ in it.",
          HyperparameterEffects(hyperparameters, readings),
        )
      : null,
    colored.length > 0
      ? Section(
          "Fold by fold",
          [
            "Small dots are folds; the mean has an interval that allows for the training rows that folds share. ",
            more("corrected-resampled-t", "How"),
          ],
          picture((width) =>
            SpreadChart(
              { rows: colored, metricTitle: decides.title, quantity: decides.quantity, dot: "fold" },
              { width },
            ),
          ),
        )
      : null,
    repeats.length > 0
      ? Section(
          "The same run again",
          "Runs that differ in the seed alone: what they differ by is luck.",
          Panel(RepeatedRunsTable(repeats, readings)),
        )
      : null,
  ];
}

const axisWords: Record<string, string> = {
  trainingSeconds: "training, seconds",
  predictionMillisecondsPer1000: "prediction, ms per 1,000 rows",
  modelBytes: "size, bytes",
};
