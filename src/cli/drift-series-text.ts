import type { DriftSeriesDocument, DriftWindow } from "../decisions/drift-types.js";
import { formatCount, formatFixed, formatPValue } from "../lib/format.js";
import { escape, plain, words } from "./drift-text.js";

const header = ["window", "rows", "state", "alone", "all year", "adjusted p", "all at once", "what moved"];

function cells({ name, document, alone, sustained, sequence }: DriftWindow): string[] {
  const moved = document.columns.filter(({ role, state }) => role !== "context" && state === "alarm");
  return [
    name,
    formatCount(document.current.rows),
    words[document.state],
    words[alone],
    words[sustained],
    formatPValue(sequence.adjustedPValue),
    formatFixed(document.multivariate?.auc.estimate, 2),
    moved.length > 5
      ? `${moved
          .slice(0, 5)
          .map((column) => column.name)
          .join(", ")} and ${moved.length - 5} more`
      : moved.map((column) => column.name).join(", "),
  ];
}

const sentence = ({ state, windows }: DriftSeriesDocument): string => {
  const alarms = windows.filter(({ document }) => document.state === "alarm").length;
  return `the newest of ${formatCount(windows.length)} windows; ${formatCount(alarms)} of them ${alarms === 1 ? "alarms" : "alarm"}${state === "too-few-rows" ? "; no window has enough rows" : ""}`;
};

const method = ({ windowsPerYear }: DriftSeriesDocument): string =>
  `state: corrected over the windows so far, the past is never judged again; alone: the window by itself; all year: ${
    windowsPerYear === null ? "corrected over all windows" : `at ${formatCount(windowsPerYear)} windows a year`
  }, a false alarm in at most 5 % of years`;

const changes = ({ changePoints }: DriftSeriesDocument): string[] =>
  changePoints.map(
    ({ name, at, before, after, pValue }) =>
      `since ${at} PSI of ${name} is ${formatFixed(after, 3)} instead of ${formatFixed(before, 3)} (p ${formatPValue(pValue)})`,
  );

/** The windows as a terminal shows them, one line each. */
export function seriesText(document: DriftSeriesDocument): string {
  const rows = [header, ...document.windows.map(cells)].map((row) => row.map(plain));
  const widths = header.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return [
    `${words[document.state].toUpperCase()}: ${sentence(document)}`,
    method(document),
    ...document.warnings.map(({ message }) => `note: ${plain(message)}`),
    ...changes(document).map(plain),
    "",
    ...rows.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    ),
    "",
  ].join("\n");
}

/** The windows as Markdown, for a pull request. */
export function seriesMarkdown(document: DriftSeriesDocument): string {
  const line = (row: readonly string[]): string => `| ${row.join(" | ")} |`;
  return [
    `**${words[document.state]}**: ${sentence(document)}`,
    "",
    method(document),
    ...document.warnings.flatMap(({ message }) => ["", `Note: ${escape(message)}`]),
    ...changes(document).flatMap((text) => ["", escape(text)]),
    "",
    line(header),
    line(header.map(() => "---")),
    ...document.windows.map((window) => line(cells(window).map(escape))),
    "",
  ].join("\n");
}
