import type { ChampionDocument } from "../src/decisions/documents.js";
import type { Leaderboard } from "../src/evaluation/types.js";
import { formatCount, formatDifference } from "../src/lib/format.js";
import { sortRuns } from "./LeaderboardTable.js";
import { hasInterval, inSentence, type Reading } from "./quantities.js";

/** Who leads, by how much, and whether the rows can tell: the last from the paired comparison of the two, where there is one. */
export function leadSentence(board: Leaderboard, champion: ChampionDocument | null, metric: Reading): string {
  const ranked = sortRuns(board.runs, metric, "metric").filter((run) =>
    Number.isFinite(run.metrics[metric.name]?.estimate),
  );
  const [first, second] = ranked;
  if (!first) return `No run has a value for ${inSentence(metric.title)}`;
  if (!second) return `${first.title} is the only run with a value for ${inSentence(metric.title)}`;
  const lead = Math.abs(first.metrics[metric.name]!.estimate - second.metrics[metric.name]!.estimate);
  if (lead === 0) return `${first.title} and ${second.title} are level in ${inSentence(metric.title)}`;
  const gain = champion?.pairs
    .find(({ compare }) => compare.champion.runId === second.runId && compare.challenger.runId === first.runId)
    ?.compare.metrics.find(({ name }) => name === metric.name)?.gain;
  const { rows } = board;
  const size = `${formatCount(rows.units)} ${rows.unit}`;
  const told = !hasInterval(gain)
    ? ""
    : gain.lower > 0
      ? `, and ${size} show it`
      : `, but ${size} cannot tell them apart`;
  const plural = first.title.endsWith("s");
  return `${first.title} ${plural ? "lead" : "leads"} ${inSentence(second.title)} by ${formatDifference(lead, metric.quantity)}${told}`;
}
