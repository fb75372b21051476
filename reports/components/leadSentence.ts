import type { CompareEvidence } from "../src/cards/evidence-types.js";
import { formatCount, formatDifference } from "../src/lib/format.js";
import { sortRuns } from "./LeaderboardTable.js";
import { inSentence, type Reading } from "./quantities.js";

/** Who leads, by how much, and whether the rows can tell: the last from the paired comparison of the two, where there is one. */
export function leadSentence(board: CompareEvidence, metric: Reading): string {
  const ranked = sortRuns(board.runs, metric, "metric").filter((run) =>
    Number.isFinite(run.metrics[metric.name]?.estimate),
  );
  const [first, second] = ranked;
  if (!first) return `No run has a value for ${inSentence(metric.title)}`;
  if (!second) return `${first.title} is the only run with a value for ${inSentence(metric.title)}`;
  const lead = Math.abs(first.metrics[metric.name]!.estimate - second.metrics[metric.name]!.estimate);
  if (lead === 0) return `${first.title} and ${second.title} are level in ${inSentence(metric.title)}`;
  const lower = board.paired.find(({ champion, challenger }) => champion === second.runId && challenger === first.runId)
    ?.gains[metric.name]?.[0];
  const { rows } = board;
  const size = `${formatCount(rows.units)} ${rows.unit}`;
  const told = !Number.isFinite(lower)
    ? ""
    : lower! > 0
      ? `, and ${size} show it`
      : `, but ${size} cannot tell them apart`;
  const plural = first.title.endsWith("s");
  return `${first.title} ${plural ? "lead" : "leads"} ${inSentence(second.title)} by ${formatDifference(lead, metric.quantity)}${told}`;
}
