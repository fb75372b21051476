import type { DriftState } from "../src/decisions/drift-types.js";
import type { JudgedWindow } from "../src/decisions/monitor-types.js";
import { formatCount, formatInterval, formatPercent, formatValue, nothing } from "../src/lib/format.js";
import type { Estimate } from "../src/stats/estimate.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import type { Reading } from "./quantities.js";
import { StatePill } from "./StatePill.js";
import { windowWords } from "./windowWords.js";

export interface LogWindowTableData {
  /** The newest first. */
  windows: readonly JudgedWindow[];
  metric: Reading;
  /** Plural: `flights`. */
  rows: string;
  stateOf(window: JudgedWindow): DriftState;
  selected: string;
  /** Address of a window's rows; null where a page cannot show them. */
  rowsHref: (window: JudgedWindow) => string | null;
  caption: string;
}

/** A metric's value with its interval in grey. */
export const estimateWords = (value: Estimate | null, { quantity }: Reading): Child =>
  value && typeof value.estimate === "number" && Number.isFinite(value.estimate)
    ? [
        formatValue(value.estimate, quantity),
        element(
          "span",
          { class: "muted" },
          ` ${formatInterval(value.lower, value.upper, quantity)}`.replace(` ${nothing}`, ""),
        ),
      ]
    : nothing;

/** One row a window: how many, how risky, the metric by labels and without, and the way to its rows. */
export const LogWindowTable = ({
  windows,
  metric,
  rows,
  stateOf,
  selected,
  rowsHref,
  caption,
}: LogWindowTableData): HTMLElement =>
  EvidenceTable<JudgedWindow>({
    caption,
    rows: windows,
    rowClass: ({ name }) => (name === selected ? "marked" : ""),
    columns: [
      {
        title: "Window",
        cell: (window) => {
          const href = rowsHref(window);
          return href ? element("a", { href }, windowWords(window)) : windowWords(window);
        },
      },
      { title: rows, kind: "number", cell: (window) => formatCount(window.rows) },
      {
        title: "labels",
        kind: "number",
        cell: ({ rows: all, labelled }) => (labelled === all ? "all" : formatPercent(labelled / all, 0)),
      },
      {
        title: "high score",
        kind: "number",
        cell: ({ rows: all, risk }) => formatPercent(all > 0 ? risk.high / all : Number.NaN, 0),
      },
      {
        title: "by the labels",
        kind: "number",
        color: "var(--champion)",
        cell: ({ realised }) => estimateWords(realised, metric),
      },
      {
        title: "State",
        short: "",
        cell: (window) => StatePill(stateOf(window), { title: window.performance.reason }),
      },
      { title: "without labels", kind: "number", cell: ({ expected }) => estimateWords(expected, metric) },
    ],
  });
