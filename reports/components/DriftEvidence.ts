import type { DriftDocument } from "../src/decisions/drift-types.js";
import { formatCount, formatFixed } from "../src/lib/format.js";
import { driftSentence } from "./driftSentence.js";
import {
  byWeight,
  driftMeasures,
  DriftTable,
  type DriftColumnResult,
  type DriftMeasure,
  type DriftTableData,
  type Importances,
} from "./DriftTable.js";
import { isLimited } from "./driftState.js";
import { middleWords } from "./driftWords.js";
import { element, type Child } from "./element.js";
import { Headline, MethodNote, Panel, Section } from "./Panel.js";
import { StatePill } from "./StatePill.js";

export interface DriftEvidenceData {
  document: DriftDocument;
  sides: readonly [string, string];
  /** The same two within a sentence, the current one at its start. */
  inWords: readonly [string, string];
  /** Plural: `flights`. */
  rows: string;
  /** Unit of label and prediction, in the plural; empty where it has none. */
  targetUnit: string;
  /** Plural: `days`; null where rows are units. */
  unit: string | null;
  measure: DriftMeasure;
  /** Which columns are shown. */
  show: "notable" | "changed" | "features" | "all";
  windows: DriftTableData["windows"];
  importance: Importances;
  onColumn: DriftTableData["onColumn"];
  /** The column that is open. */
  open: string;
  /** What differs from the policy where the reader asks what if; null where the states are the official ones. */
  whatIf: Child;
  /** What stands between the answer and the columns. */
  effect: Child;
  /** Shows every column; null where that is not the reader's to choose. */
  onShowAll: (() => void) | null;
}

/** So many columns are shown even where none has moved. */
const fewest = 8;

/** A table of so many columns is short enough as a whole. */
const few = 12;

const size = (rows: number, units: number, { rows: name, unit }: DriftEvidenceData): string =>
  `${formatCount(rows)}${name ? ` ${name}` : ""}${unit ? ` on ${formatCount(units)} ${unit}` : ""}`;

/** `notable`: what alarms, prediction and label, and what warns or moved most as far as a short table has room. */
export function shownColumns(
  columns: readonly DriftColumnResult[],
  show: DriftEvidenceData["show"],
  importance: Importances = {},
): DriftColumnResult[] {
  const sorted = byWeight(columns, importance);
  const changed = ({ role, state }: DriftColumnResult): boolean =>
    role !== "context" && (state === "alarm" || state === "warn");
  switch (show) {
    case "all":
      return sorted;
    case "features":
      return sorted.filter(({ role }) => role === "feature");
    case "changed":
      return sorted.filter(changed);
    case "notable":
      if (sorted.length <= few) return sorted;
      return sorted.filter(
        (column, index) =>
          column.state === "alarm" ||
          (changed(column) && index < few) ||
          column.role === "score" ||
          column.role === "label" ||
          (column.role !== "context" && index < fewest),
      );
  }
}

/** State, sentence, how many columns alarm and how many would by chance, and the table. */
export function DriftEvidence(data: DriftEvidenceData): Child {
  const {
    document,
    sides,
    inWords,
    targetUnit,
    measure,
    show,
    windows,
    importance,
    onColumn,
    open,
    whatIf,
    onShowAll,
  } = data;
  const { summary, units, policy } = document;
  const context = document.columns.filter(({ role }) => role === "context");
  const columns = shownColumns(document.columns, show, importance);
  const table = Panel(
    columns.length > 0
      ? DriftTable({
          columns,
          measure,
          sides,
          threshold: policy.threshold,
          windows,
          importance,
          onColumn,
          open,
        })
      : element(
          "p",
          { class: "waiting" },
          show === "changed" ? "No column alarms or warns." : "There is no such column.",
        ),
    onShowAll && columns.length < document.columns.length
      ? element(
          "p",
          { class: "more" },
          element(
            "button",
            { type: "button", class: "button", onclick: onShowAll },
            `Show all ${formatCount(document.columns.length)} columns`,
          ),
        )
      : null,
    isLimited(measure)
      ? null
      : element("p", { class: "reason" }, `States rest on PSI; ${driftMeasures[measure]} is shown beside.`),
  );
  return [
    Headline(driftSentence(document, ...inWords, importance), {
      above: [StatePill(document.state), whatIf ? element("span", { class: "aside" }, whatIf) : null],
      evidence: [
        element("strong", {}, `${formatCount(summary.alarms)} of ${formatCount(summary.tested)} columns`),
        ` ${summary.alarms === 1 ? "alarms" : "alarm"}${Number.isFinite(summary.expectedByChance) ? `; ${formatFixed(summary.expectedByChance, 1)} would by chance, measured on windows as large drawn from the reference` : ""}. `,
        `${size(document.current.rows, units.current, data)} against ${size(document.reference.rows, units.reference, { ...data, rows: "" })}.`,
        context.length > 0
          ? ` ${context.length === 1 ? `${context[0]!.name.replaceAll("_", " ")} is` : `${context.length} columns are`} context and never ${context.length === 1 ? "alarms" : "alarm"}.`
          : null,
        middleWords(document.columns, { reference: inWords[0], quantity: { unit: "target", targetUnit } }),
      ],
    }),
    data.effect,
    data.effect ? Section("Column by column", "What matters first; a name opens its column in full.", table) : table,
  ];
}

/** Method and what an alarm means. */
export function DriftMethod({ policy, units }: DriftDocument, unit: string | null, href: string | null): HTMLElement {
  return MethodNote(
    `Method: PSI on about ten bins of the reference, its interval over ${unit ?? (units.name === "row" ? "rows" : units.name)} at ${Math.round(100 * policy.level)} %. A column alarms where the whole interval lies over ${policy.threshold} and the test agrees after Benjamini–Hochberg over columns; it warns where the estimate lies over it and one of the two is missing. `,
    href ? element("a", { href }, "How drift is measured") : null,
  );
}
