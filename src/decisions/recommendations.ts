import type { ManyModels } from "../evaluation/many-types.js";
import type { Leaderboard, LeaderboardRun } from "../evaluation/types.js";
import { formatCount, formatDifference, formatFixed, formatPercent, formatPValue, formatValue } from "../lib/format.js";
import { getMetric } from "../metrics/index.js";
import { quantityOf } from "./quantity-of.js";
import type { Recommendation } from "./documents.js";

interface Board extends Leaderboard, ManyModels {}

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const runOf = ({ runs }: Board, runId: string): LeaderboardRun => runs.find((run) => run.runId === runId)!;

/** Which models are still worth a thought. */
function aboutConfidenceSet(board: Board): Recommendation[] {
  const { confidenceSet: set } = board;
  if (!set) return [];
  const left = set.models.filter(({ included }) => included);
  const names = left.map(({ runId }) => runOf(board, runId).title);
  const evidence = `/confidenceSet/models/${set.models.length - 1}/pValue`;
  if (left.length === 1)
    return [{ text: `Look no further than ${names[0]}: these rows show every other model to be worse.`, evidence }];
  const dropped = set.models.findIndex(({ included }) => !included);
  const out = set.models.length - left.length;
  return [
    {
      text:
        out === 0
          ? `Do not choose by this ranking alone: none of the ${formatCount(set.models.length)} models is shown to be worse than the best (smallest p = ${formatPValue(set.models[0]!.pValue)}).`
          : `Choose among ${list(names)}: the other ${out === 1 ? "model is" : `${formatCount(out)} models are`} shown to be worse than the best (p ≤ ${formatPValue(set.models.filter(({ included }) => !included).at(-1)!.pValue).replace("< ", "")}).`,
      evidence: out === 0 ? "/confidenceSet/models/0/pValue" : `/confidenceSet/models/${dropped}/pValue`,
    },
  ];
}

/** Among models that cannot be told apart, the one that predicts fastest. */
function aboutCost(board: Board): Recommendation[] {
  const left = board.confidenceSet?.models.filter(({ included }) => included) ?? [];
  const timed = left
    .map(({ runId }) => runOf(board, runId))
    .filter(({ cost }) => cost.predictionMillisecondsPer1000 > 0)
    .sort((a, b) => a.cost.predictionMillisecondsPer1000 - b.cost.predictionMillisecondsPer1000);
  const [fastest, ...others] = timed;
  const slowest = others.at(-1);
  if (!fastest || !slowest) return [];
  const ratio = slowest.cost.predictionMillisecondsPer1000 / fastest.cost.predictionMillisecondsPer1000;
  if (ratio < 1.25) return [];
  return [
    {
      text: `Where speed counts, take ${fastest.title}: of the models that could be the best it predicts fastest, ${formatFixed(ratio, ratio < 10 ? 1 : 0)} times as fast as ${slowest.title}.`,
      evidence: `/runs/${board.runs.indexOf(fastest)}/cost/predictionMillisecondsPer1000`,
    },
  ];
}

/** What to expect of the best one when it is used. */
function aboutOptimism(board: Board, targetUnit: string): Recommendation[] {
  const { optimism } = board;
  if (!optimism || !(optimism.optimism > 0)) return [];
  const quantity = quantityOf(optimism.metric, targetUnit);
  const [expected, seen] = [optimism.corrected, optimism.naive].map(({ estimate }) => formatValue(estimate, quantity));
  if (expected === seen) return [];
  return [
    {
      text: `Expect ${expected} of ${runOf(board, optimism.runId).title} rather than the ${seen} seen here: being the best of ${formatCount(optimism.models)} on these rows flatters it by ${formatDifference(optimism.optimism, quantity)}.`,
      evidence: "/optimism/optimism",
    },
  ];
}

/** Whether chance in training is as large as what one hopes to gain. */
function aboutRepeats({ repeats }: Board, margin: number, targetUnit: string): Recommendation[] {
  return repeats.map(({ title, metric, standardDeviation, runs }, i) => {
    const quantity = quantityOf(metric, targetUnit);
    const spread = formatDifference(standardDeviation, quantity);
    const seeds = formatCount(runs.length);
    return {
      text:
        2 * standardDeviation > margin
          ? `Train ${title} with several seeds before judging a change to it: over ${seeds} seeds it varies by ${spread} (one standard deviation), so a gain of ${formatDifference(margin, quantity)} can be a seed's.`
          : `One seed of ${title} is enough to judge a change by: over ${seeds} seeds it varies by ${spread} (one standard deviation).`,
      evidence: `/repeats/${i}/standardDeviation`,
    };
  });
}

/** How far up a parameter is worth its time. */
const aboutHyperparameters = ({ hyperparameters }: Board): Recommendation[] =>
  hyperparameters.flatMap(({ title, sentence, steps }, i) =>
    steps.length === 0
      ? []
      : [
          {
            text: `${title}: ${sentence[0]!.toLowerCase()}${sentence.slice(1)}`,
            evidence: `/hyperparameters/${i}/steps/${steps.length - 1}/gain`,
          },
        ],
  );

/** Where folds disagree more than models do. */
function aboutFolds(board: Board): Recommendation[] {
  const ranked = board.folds
    .map((spread, i) => ({ ...spread, i }))
    .sort((a, b) => {
      const better = getMetric(a.metric).direction === "maximize" ? -1 : 1;
      return better * (a.mean.estimate - b.mean.estimate);
    });
  const [first, second] = ranked;
  if (!first || !second) return [];
  const overlap = first.mean.lower <= second.mean.upper && second.mean.lower <= first.mean.upper;
  if (!overlap) return [];
  return [
    {
      text: `Do not rank by the mean over folds: with the error that shared training rows bring, ${runOf(board, first.runId).title} and ${runOf(board, second.runId).title} overlap (${formatPercent(first.mean.level, 0)}).`,
      evidence: `/folds/${first.i}/mean`,
    },
  ];
}

/**
 * What to do next with these models, each with the number that says so as a JSON pointer into the document of the page
 * `compare`.
 *
 * @param options.margin δ of the primary metric.
 */
export const recommendations = (
  board: Board,
  { margin, targetUnit }: { margin: number; targetUnit: string },
): Recommendation[] => [
  ...aboutConfidenceSet(board),
  ...aboutCost(board),
  ...aboutOptimism(board, targetUnit),
  ...aboutFolds(board),
  ...aboutRepeats(board, margin, targetUnit),
  ...aboutHyperparameters(board),
];
