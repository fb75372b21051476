import { formatCount, formatNumber, formatPValue, nothing } from "../src/lib/format.js";
import type { TestResult } from "../src/stats/estimate.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import type { Reading } from "./quantities.js";
import { testPages, testWords } from "./words.js";

const losses: Record<string, string> = {
  squaredError: "Squared error",
  absoluteError: "Absolute error",
  logLoss: "Log loss",
  brier: "Brier score",
};

type MethodHref = ((method: string) => string) | null;

function named(name: string, href: MethodHref): Child {
  const words = testWords[name] ?? name;
  const page = testPages[name];
  return href && page ? element("a", { href: href(page) }, words) : words;
}

const table = (
  tests: readonly TestResult[],
  readings: readonly Reading[],
  caption: string,
  href: MethodHref,
): HTMLElement =>
  EvidenceTable<TestResult>({
    caption,
    rows: tests,
    columns: [
      { title: "Test", cell: ({ name }) => named(name, href) },
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

/**
 * Tests as measured: those on the metric that decides first, the others folded away.
 *
 * @param href the address of a method's page; null in a file that stands alone.
 */
export function TestTable(
  tests: readonly TestResult[],
  readings: readonly Reading[],
  primary: string,
  href: MethodHref,
): HTMLElement {
  const first = tests.filter(({ metric }) => metric === primary);
  const others = tests.filter(({ metric }) => metric !== primary);
  if (first.length === 0 || others.length === 0) return table(tests, readings, "Paired tests", href);
  return element(
    "div",
    null,
    table(first, readings, "Paired tests on the metric that decides", href),
    element(
      "details",
      null,
      element("summary", null, `Tests on the other metrics (${others.length})`),
      table(others, readings, "Paired tests on the other metrics", href),
    ),
  );
}
