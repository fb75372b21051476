import type { CompareDocument } from "../decisions/documents.js";
import { formatCount, formatNumber, formatPValue, nothing } from "../lib/format.js";
import { getMetric } from "../metrics/index.js";
import { testWords } from "../../reports/components/words.js";

const losses: Readonly<Record<string, string>> = {
  squaredError: "Squared error",
  absoluteError: "Absolute error",
};

/** A test's metric or loss as a reader sees it. */
const titleOf = (name: string): string => losses[name] ?? getMetric(name).title;

/** Every test, for a reader who opens the list. */
export function testTable(
  { tests, marginTests }: CompareDocument,
  row: (cells: readonly string[]) => string,
): string[] {
  return [
    "<details><summary>Every test</summary>",
    "",
    row(["Test", "On", "Statistic", "p", "p, adjusted", "n"]),
    "| --- | --- | ---: | ---: | ---: | ---: |",
    ...tests.map(({ name, metric, statistic, pValue: p, adjustedPValue, n }) =>
      row([
        testWords[name] ?? name,
        titleOf(metric),
        formatNumber(statistic),
        formatPValue(p),
        formatPValue(adjustedPValue),
        formatCount(n),
      ]),
    ),
    ...marginTests.map(({ kind, metric, margin, pValue: p, adjustedPValue, gain }) =>
      row([
        kind === "equivalence" ? "Equivalence, two one-sided" : "Non-inferiority",
        `${titleOf(metric)}, margin ${formatNumber(margin)}`,
        nothing,
        formatPValue(p),
        formatPValue(adjustedPValue),
        formatCount(gain.units),
      ]),
    ),
    "",
    "</details>",
    "",
  ];
}
