import type { ConfidenceSet } from "../src/evaluation/many-types.js";
import type { LeaderboardRun } from "../src/evaluation/types.js";
import { formatNumber, formatPValue, formatPercent } from "../src/lib/format.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { RunName } from "./LeaderboardTable.js";
import { counted } from "./quantities.js";

type Member = ConfidenceSet["models"][number] & { run: LeaderboardRun };

const members = (set: ConfidenceSet, runs: readonly LeaderboardRun[]): Member[] =>
  set.models
    .flatMap((model) => {
      const run = runs.find(({ runId }) => runId === model.runId);
      return run ? [{ ...model, run }] : [];
    })
    .reverse();

/** Which models could be the best, in one sentence. */
export function confidenceSetWords(set: ConfidenceSet, runs: readonly LeaderboardRun[]): string {
  const all = members(set, runs);
  const included = all.filter((member) => member.included);
  const [only] = included;
  const level = formatPercent(set.level, 0);
  if (included.length === 1 && only) return `${only.run.title} is the best of ${all.length} with ${level} confidence.`;
  if (included.length === all.length)
    return `These rows cannot tell any of the ${all.length} models from the best (${level}).`;
  return `${counted(String(included.length), "models")} of ${all.length} cannot be told from the best (${level}); the others are shown to be worse. Among those that are left, choose by cost.`;
}

/** The models, the likeliest best first, with what the rows say against each being the best. */
export const ConfidenceSetTable = (set: ConfidenceSet, runs: readonly LeaderboardRun[]): HTMLElement =>
  EvidenceTable<Member>({
    caption: "Model confidence set",
    rows: members(set, runs),
    rowClass: ({ included }) => (included ? "" : "away"),
    columns: [
      { title: "Model", cell: ({ run }) => RunName(run, `./cards/${run.runId}.html`) },
      { title: "mean loss", kind: "number", cell: ({ meanLoss }) => formatNumber(meanLoss) },
      { title: "p of being among the best", short: "p", kind: "number", cell: ({ pValue }) => formatPValue(pValue) },
      {
        title: "could it be the best?",
        short: "",
        cell: ({ included }) =>
          included ? element("strong", {}, "yes") : element("span", { class: "muted" }, "shown worse"),
      },
    ],
  });
