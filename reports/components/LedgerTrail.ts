import type { LedgerEvidence, LedgerLine } from "../src/cards/evidence-types.js";
import type { Decision } from "../src/decisions/types.js";
import { decisionWords } from "../src/decisions/headline.js";
import { formatCount } from "../src/lib/format.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";

import { StatePill } from "./StatePill.js";
import { lookWords } from "./words.js";

/** Lines shown at once; older ones are folded away. */
const newest = 8;

/** The beginning of a hash; the whole of it for those who point at it. */
const shortHash = (sha256: string): HTMLElement =>
  element("span", { class: "hash", title: sha256 }, sha256.slice(0, 12));

const isDecision = (decision: string | null): decision is Decision => decision !== null && decision in decisionWords;

function restsOn({ look, modelsJudged, rows, inputs, rule }: LedgerLine): Child {
  const counted = [
    look === null ? null : lookWords(look),
    modelsJudged === null ? null : `${formatCount(modelsJudged)} models judged`,
    rule ? `rule ${rule}` : null,
  ].filter(Boolean);
  return [
    counted.join(", "),
    rows ? element("span", { class: "note" }, "rows ", shortHash(rows.sha256)) : null,
    inputs?.champion ? element("span", { class: "note" }, "champion's predictions ", shortHash(inputs.champion)) : null,
    inputs?.challenger
      ? element("span", { class: "note" }, "challenger's predictions ", shortHash(inputs.challenger))
      : null,
  ];
}

const table = (lines: readonly LedgerLine[], caption: string): HTMLElement =>
  EvidenceTable<LedgerLine>({
    caption,
    rows: lines,
    columns: [
      {
        title: "When",
        cell: ({ at, by }) => [
          element("time", { datetime: at }, at.slice(0, 16).replace("T", " ")),
          by ? element("span", { class: "note" }, `by ${by}`) : null,
        ],
      },
      {
        title: "What happened",
        short: "",
        cell: ({ sentence, reason }) => [
          `${sentence}.`,
          reason ? element("span", { class: "note" }, `Reason: ${reason}`) : null,
        ],
      },
      {
        title: "Verdict",
        short: "",
        cell: ({ decision, forced }) => [
          isDecision(decision) ? StatePill(decision) : decision,
          forced ? element("span", { class: "note" }, "forced against it") : null,
        ],
      },
      { title: "Rests on", short: "", cell: restsOn },
    ],
  });

/** The audit trail, the newest decision first. */
export function LedgerTrail({ lines, skipped }: LedgerEvidence): HTMLElement {
  const older = lines.slice(newest);
  return element(
    "div",
    { class: "ledger" },
    table(lines.slice(0, newest), "Decisions, the newest first"),
    older.length > 0
      ? element(
          "details",
          {},
          element("summary", {}, `Earlier decisions (${older.length})`),
          table(older, "Earlier decisions"),
        )
      : null,
    skipped > 0
      ? element(
          "p",
          { class: "small" },
          `${formatCount(skipped)} ${skipped === 1 ? "line" : "lines"} of the ledger could not be read and are left out.`,
        )
      : null,
  );
}
