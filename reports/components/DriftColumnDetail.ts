import { formatCount, formatFixed, formatPercent, formatPValue, formatNumber, nothing } from "../src/lib/format.js";
import { DriftHistogram } from "./DriftHistogram.js";
import { driftMeasures, measured, type DriftColumnResult, type DriftMeasure } from "./DriftTable.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { Columns, Panel } from "./Panel.js";
import { picture } from "./picture.js";
import { Definitions } from "./Provenance.js";
import { StatePill } from "./StatePill.js";

type Bin = DriftColumnResult["bins"][number];

const edge = (value: number): string => formatNumber(value);

/** A bin in words: a category, a value that stands alone, or a stretch. */
const binName = ({ lower, upper, value }: Bin): string =>
  value !== null
    ? value
    : lower === null
      ? `to ${edge(upper!)}`
      : upper === null
        ? `over ${edge(lower)}`
        : `${edge(lower)} to ${edge(upper)}`;

/** Bins shown at once: those whose share changed most. */
const mostBins = 12;

function binTable({ bins, name }: DriftColumnResult, sides: readonly [string, string]): HTMLElement {
  const total = (side: "reference" | "current"): number => bins.reduce((sum, bin) => sum + bin[side], 0) || 1;
  const [before, after] = [total("reference"), total("current")];
  const rows = bins.map((bin) => ({ bin, reference: bin.reference / before, current: bin.current / after }));
  const kept = new Set(
    [...rows].sort((a, b) => Math.abs(b.current - b.reference) - Math.abs(a.current - a.reference)).slice(0, mostBins),
  );
  return EvidenceTable<(typeof rows)[number]>({
    caption: `Shares of ${name}`,
    rows: rows.filter((row) => kept.has(row)),
    columns: [
      { title: bins.length > mostBins ? "Bins that moved most" : "Bin", cell: ({ bin }) => binName(bin) },
      { title: sides[0], kind: "number", cell: ({ reference }) => formatPercent(reference) },
      { title: sides[1], kind: "number", color: "var(--challenger)", cell: ({ current }) => formatPercent(current) },
    ],
  });
}

/** One column in full: both distributions large, why it has its state, every measure, and the bins that moved. */
export function DriftColumnDetail(
  column: DriftColumnResult,
  { sides, importance, onClose }: { sides: readonly [string, string]; importance: number | null; onClose(): void },
): HTMLElement {
  const { name, role, state, reason, test, referenceRows, currentRows, referenceMissing, currentMissing } = column;
  const share = (missing: number, rows: number): string => formatPercent(rows > 0 ? missing / rows : Number.NaN);
  const figure = (measure: DriftMeasure): string => {
    const value = measured(column, measure);
    return value === null || !Number.isFinite(value) ? nothing : formatFixed(value, measure === "wasserstein" ? 2 : 3);
  };
  const facts: [string, Child][] = [
    ...(Object.keys(driftMeasures) as DriftMeasure[]).map((measure): [string, Child] => [
      driftMeasures[measure],
      figure(measure),
    ]),
    [
      "Test",
      `${test.name === "chi-square" ? "chi-square" : "Kolmogorov–Smirnov"}, adjusted p ${formatPValue(test.adjustedPValue)}`,
    ],
    ["Rows", `${formatCount(referenceRows)} and ${formatCount(currentRows)}`],
    ["Missing", `${share(referenceMissing, referenceRows)} and ${share(currentMissing, currentRows)}`],
    ["Share of the model's importance", importance === null ? null : formatPercent(importance)],
    [
      "New values",
      column.newCategories.map(({ value, count }) => `${value} (${formatCount(count)})`).join(", ") || null,
    ],
    ["Vanished values", column.vanishedCategories.join(", ") || null],
  ];
  return element(
    "section",
    { class: "detail", "aria-label": name.replaceAll("_", " ") },
    element("h2", { id: "column" }, name.replaceAll("_", " ")),
    Panel(
      element("p", {}, StatePill(role === "context" ? "context" : state), ` ${reason}.`),
      column.bins.length > 0 ? picture((width) => DriftHistogram(column, { width, height: 130 })) : null,
      element("p", { class: "small" }, `${sides[0]} filled, ${sides[1]} as a line.`),
      Columns(Definitions(facts), column.bins.length > 0 ? binTable(column, sides) : null),
      element(
        "p",
        { class: "more" },
        element("button", { type: "button", class: "button", onclick: onClose }, "Close"),
      ),
    ),
  );
}
