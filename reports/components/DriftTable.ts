import type { DriftDocument } from "../src/decisions/drift-types.js";
import { formatFixed, formatPercent, formatPValue, nothing } from "../src/lib/format.js";
import { DriftHistogram } from "./DriftHistogram.js";
import { element } from "./element.js";
import { EvidenceTable, type EvidenceColumn } from "./EvidenceTable.js";
import { Sparkline } from "./Sparkline.js";
import { StatePill } from "./StatePill.js";

export type DriftColumnResult = DriftDocument["columns"][number];

export const driftMeasures = {
  psi: "PSI",
  jensenShannon: "Jensen–Shannon distance",
  totalVariation: "Total variation",
  wasserstein: "Wasserstein distance",
  kolmogorovSmirnov: "Kolmogorov–Smirnov",
  chiSquare: "Chi-square",
  mannWhitney: "Mann–Whitney",
} as const;

export type DriftMeasure = keyof typeof driftMeasures;

/** One measure of a column; null where it is not defined for its type. */
export function measured(column: DriftColumnResult, measure: DriftMeasure): number | null {
  if (measure === "psi") return column.effect.estimate;
  if (measure === "mannWhitney") return column.measures.mannWhitney?.probabilityAbove ?? null;
  const value = column.measures[measure];
  return value !== null && typeof value === "object" ? value.statistic : value;
}

const ranks = { alarm: 0, warn: 1, "too-few-rows": 2, ok: 3 };

/** Shares of features in what a model rests on; empty where nothing is known. */
export type Importances = Readonly<Record<string, number>>;

/**
 * What matters first: alarms, then warnings, then the size of the change times the feature's importance, where it is
 * known; prediction and label count in full, and context comes last.
 */
export function byWeight(columns: readonly DriftColumnResult[], importance: Importances = {}): DriftColumnResult[] {
  const known = Object.keys(importance).length > 0;
  const size = ({ effect }: DriftColumnResult): number => (Number.isFinite(effect.estimate) ? effect.estimate : -1);
  const weight = (column: DriftColumnResult): number =>
    size(column) * (known && column.role === "feature" ? (importance[column.name] ?? 0) : 1);
  return [...columns].sort(
    (a, b) =>
      Number(a.role === "context") - Number(b.role === "context") ||
      ranks[a.state] - ranks[b.state] ||
      weight(b) - weight(a) ||
      size(b) - size(a),
  );
}

const roleNotes = { feature: null, score: "prediction", label: "label", context: "context" } as const;

export interface DriftTableData {
  columns: readonly DriftColumnResult[];
  measure: DriftMeasure;
  /** Names of the two sides, such as `Training` and `September`. */
  sides: readonly [string, string];
  threshold: number;
  /** Opens one column in full; null where the page cannot. */
  onColumn: ((column: string) => void) | null;
  /** The column that is open. */
  open: string;
  /** Adds how much of the model each feature carries. */
  importance: Importances;
  /** The same columns over all windows; null where there is only one. */
  windows: { names: readonly string[]; selected: number; values(column: string): (number | null)[] } | null;
}

/** One row a column: state, size, its course over the windows, and both distributions. */
export function DriftTable({
  columns,
  measure,
  sides,
  threshold,
  windows,
  onColumn,
  open,
  importance,
}: DriftTableData): HTMLElement {
  const psi = measure === "psi";
  const known = Object.keys(importance).length > 0;
  const course: EvidenceColumn<DriftColumnResult>[] = windows
    ? [
        {
          title: `${windows.names[0]} → ${windows.names.at(-1)}`,
          short: "",
          cell: ({ name }) => {
            const values = windows.values(name);
            const finite = values.filter((value): value is number => Number.isFinite(value));
            return Sparkline(values, {
              label: `${driftMeasures[measure]} of ${name} over ${windows.names.length} windows, from ${formatFixed(values[0], 3)} to ${formatFixed(values.at(-1), 3)}`,
              mark: windows.selected,
              ...(psi ? { threshold } : {}),
              domain: [0, Math.max(...finite, psi ? 1.4 * threshold : 1e-9)],
              width: 140,
            });
          },
        },
      ]
    : [];
  return EvidenceTable<DriftColumnResult>({
    caption: `Drift by column: ${sides[0]} and ${sides[1]}`,
    rows: columns,
    rowClass: ({ name }) => (name === open ? "marked" : ""),
    columns: [
      {
        title: "Column",
        cell: ({ name, role }) => [
          onColumn
            ? element(
                "button",
                {
                  type: "button",
                  class: "link",
                  "aria-expanded": String(name === open),
                  onclick: () => onColumn(name === open ? "" : name),
                },
                name.replaceAll("_", " "),
              )
            : name.replaceAll("_", " "),
          roleNotes[role] && role !== "context" && roleNotes[role] !== name
            ? element("span", { class: "muted" }, ` (${roleNotes[role]})`)
            : null,
        ],
      },
      {
        title: "State",
        short: "",
        cell: ({ role, state, reason }) => StatePill(role === "context" ? "context" : state, { title: reason }),
      },
      {
        title: driftMeasures[measure],
        kind: "number",
        cell: (column) => {
          const value = measured(column, measure);
          return [
            value === null || !Number.isFinite(value) ? nothing : formatFixed(value, measure === "wasserstein" ? 2 : 3),
            psi && Number.isFinite(column.effect.lower)
              ? element(
                  "span",
                  { class: "muted" },
                  ` [${formatFixed(column.effect.lower, 2)}, ${formatFixed(column.effect.upper, 2)}]`,
                )
              : null,
            measure === "kolmogorovSmirnov" || measure === "chiSquare" || measure === "mannWhitney"
              ? element("span", { class: "muted" }, ` p ${formatPValue(column.measures[measure]?.pValue)}`)
              : null,
          ];
        },
      },
      ...(known
        ? [
            {
              title: "of the model",
              kind: "number" as const,
              cell: ({ name, role }: DriftColumnResult) =>
                role === "feature" ? formatPercent(importance[name] ?? 0) : nothing,
            },
          ]
        : []),
      ...course,
      {
        title: `${sides[0]} and ${sides[1]}`,
        kind: "picture",
        short: "",
        cell: (column) => (column.bins.length > 0 ? DriftHistogram(column) : null),
      },
    ],
  });
}
