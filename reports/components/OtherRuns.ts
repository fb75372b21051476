import type { TestRowsBoard } from "../src/cards/other-runs.js";
import type { SearchDocument } from "../src/decisions/search-document.js";
import { formatCount, formatSeconds, formatValue, nothing } from "../src/lib/format.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { HyperparameterEffects } from "./HyperparameterEffects.js";
import { LeaderboardTable } from "./LeaderboardTable.js";
import { Panel, Section } from "./Panel.js";
import type { Reading } from "./quantities.js";

/** Trials that are listed of each search. */
const shownTrials = 10;

/** The champion beside runs that only the test rows can judge, and why they stand apart. */
export const TestRows = (
  { rows, runs, warnings }: TestRowsBoard,
  { metric, rowsName }: { metric: Reading; rowsName: string },
): HTMLElement =>
  Section(
    "On test rows only",
    [
      `${warnings.map(({ message }) => `${message}.`).join(" ")} ${formatCount(rows.n)} ${rowsName} judge here, fewer than above; no page can predict by a model that only the ONNX runtime scores. To compare two of them: `,
      element("code", {}, "npx assay compare champion NAME"),
    ],
    Panel(LeaderboardTable({ runs, metric, sort: "metric", caption: "Leader board on test rows" })),
  );

const strategies: Record<string, string> = { halving: "successive halving", random: "random search" };

function Search(search: SearchDocument, readings: readonly Reading[]): Child {
  const { title, strategy, trials, best, metric } = search;
  const reading = readings.find(({ name }) => name === metric);
  if (!reading) return null;
  const names = [...new Set(trials.flatMap(({ parameters }) => Object.keys(parameters)))].sort();
  const left = trials.length - shownTrials;
  return [
    element("h3", {}, `${title}: ${trials.length} trials by ${strategies[strategy] ?? strategy}`),
    Panel(
      EvidenceTable({
        caption: `Trials of ${title}`,
        rows: trials.slice(0, shownTrials),
        rowClass: ({ number }) => (number === best ? "official" : ""),
        columns: [
          { title: "Trial", cell: ({ number }) => `${number}${number === best ? " (best)" : ""}` },
          {
            title: `${reading.title}, validation`,
            kind: "number",
            short: "",
            cell: ({ score, failure }) =>
              failure === null ? formatValue(score, reading.quantity) : element("span", { title: failure }, "diverged"),
          },
          {
            title: "learned from",
            kind: "number",
            cell: ({ trainingRows }) => formatCount(trainingRows),
          },
          ...names.map((name) => ({
            title: name,
            kind: "number" as const,
            cell: ({ parameters }: SearchDocument["trials"][number]) => parameters[name] ?? nothing,
          })),
          { title: "Training", kind: "number", cell: ({ trainingSeconds }) => formatSeconds(trainingSeconds) },
        ],
      }),
    ),
    left > 0 ? element("p", { class: "small" }, `${left} more trials are in the tracking store.`) : null,
    search.effects.length > 0 ? HyperparameterEffects(search.effects, readings) : null,
  ];
}

/** What searches tried, the best first, and what each parameter does over the trials that were drawn by chance. */
export const Searches = (searches: readonly SearchDocument[], readings: readonly Reading[]): HTMLElement =>
  Section(
    "Searches",
    "Trials are chosen by validation rows and never judged by the rows above. What a parameter does is read from the trials that were drawn by chance, on the first rung, where all of them learned from the same rows: a mean over the searched space, with a t interval over trials.",
    searches.map((search) => Search(search, readings)),
  );
