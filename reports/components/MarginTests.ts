import type { MarginTest } from "../src/decisions/pair-types.js";
import { formatDifference, formatGainInterval, formatPValue } from "../src/lib/format.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { inSentence, type Reading } from "./quantities.js";

/** What is asked of each metric, and how strongly the rows say yes: the same for all that matters, or not worse. */
export const MarginTests = (tests: readonly MarginTest[], readings: readonly Reading[]): HTMLElement => {
  const of = (test: MarginTest): Reading => readings.find(({ name }) => name === test.metric)!;
  return EvidenceTable<MarginTest>({
    caption: "Equivalence and non-inferiority",
    rows: tests.filter((test) => readings.some(({ name }) => name === test.metric)),
    columns: [
      {
        title: "Question",
        cell: (test) => {
          const { title, quantity } = of(test);
          const margin = formatDifference(test.margin, quantity);
          return test.kind === "equivalence"
            ? `Is ${inSentence(title)} the same, within ${margin}?`
            : `Is ${inSentence(title)} not worse by ${margin}?`;
        },
      },
      {
        title: "gain",
        kind: "number",
        cell: (test) => formatGainInterval(test.gain.lower, test.gain.upper, of(test).quantity),
      },
      {
        title: "p against it",
        kind: "number",
        cell: ({ pValue, adjustedPValue, kind }) => [
          formatPValue(pValue),
          kind === "non-inferiority" && Number.isFinite(adjustedPValue) && adjustedPValue !== pValue
            ? ` (adjusted ${formatPValue(adjustedPValue)})`
            : null,
        ],
      },
      {
        title: "answer",
        cell: ({ adjustedPValue, alpha }) =>
          Number.isFinite(adjustedPValue)
            ? adjustedPValue <= alpha
              ? element("strong", {}, "yes")
              : "not shown"
            : "not defined",
      },
    ],
  });
};
