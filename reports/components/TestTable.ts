import { formatCount, formatNumber, formatPValue, nothing } from "../src/lib/format.js";
import type { TestResult } from "../src/stats/estimate.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import type { Reading } from "./quantities.js";
import { testWords } from "./words.js";

const losses: Record<string, string> = {
  squaredError: "Squared error",
  absoluteError: "Absolute error",
  logLoss: "Log loss",
  brier: "Brier score",
};

const table = (tests: readonly TestResult[], readings: readonly Reading[], caption: string): HTMLElement =>
  EvidenceTable<TestResult>({
    caption,
    rows: tests,
    columns: [
      { title: "Test", cell: ({ name }) => testWords[name] ?? name },
      {
        title: "on",
        cell: ({ metric }) => readings.find(({ name }) => name === metric)?.title ?? losses[metric] ?? metric,
      },
      { title: "statistic", kind: "number", cell: ({ statistic }) => formatNumber(statistic) },
      {
        title: "p",
        kind: "number",
        cell: ({ pValue, adjustedPValue }) => [
          formatPValue(pValue),
          Number.isFinite(adjustedPValue) ? ` (adjusted ${formatPValue(adjustedPValue)})` : null,
        ],
      },
      { title: "n", kind: "number", cell: ({ n }) => (Number.isFinite(n) ? formatCount(n) : nothing) },
    ],
  });

/** Tests as measured: those on the metric that decides first, the others folded away. */
export function TestTable(tests: readonly TestResult[], readings: readonly Reading[], primary: string): HTMLElement {
  const first = tests.filter(({ metric }) => metric === primary);
  const others = tests.filter(({ metric }) => metric !== primary);
  if (first.length === 0 || others.length === 0) return table(tests, readings, "Paired tests");
  return element(
    "div",
    null,
    table(first, readings, "Paired tests on the metric that decides"),
    element(
      "details",
      null,
      element("summary", null, `Tests on the other metrics (${others.length})`),
      table(others, readings, "Paired tests on the other metrics"),
    ),
  );
}
