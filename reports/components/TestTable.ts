import { formatCount, formatNumber, formatPValue, nothing } from "../src/lib/format.js";
import type { TestResult } from "../src/stats/estimate.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { testWords } from "./words.js";

/** Tests as measured: statistic, p-value and how many rows or units they rest on. */
export const TestTable = (tests: readonly TestResult[]): HTMLElement =>
  EvidenceTable<TestResult>({
    caption: "Paired tests",
    rows: tests,
    columns: [
      { title: "Test", cell: ({ name }) => testWords[name] ?? name },
      { title: "on", cell: ({ metric }) => metric },
      { title: "statistic", kind: "number", cell: ({ statistic }) => formatNumber(statistic) },
      {
        title: "p",
        kind: "number",
        cell: ({ pValue, adjustedPValue }) => [
          formatPValue(pValue),
          adjustedPValue === null ? null : ` (adjusted ${formatPValue(adjustedPValue)})`,
        ],
      },
      { title: "n", kind: "number", cell: ({ n }) => (Number.isFinite(n) ? formatCount(n) : nothing) },
    ],
  });
