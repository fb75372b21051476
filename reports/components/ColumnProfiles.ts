import * as Plot from "@observablehq/plot";
import type { DataDocument } from "../src/features/types.js";
import { formatCount, formatFixed, formatNumber, formatPercent } from "../src/lib/format.js";
import type { ColumnProfile, TableProfile } from "../src/tables/types.js";
import type { AddressState } from "./addressState.js";
import { chart } from "./chart.js";
import { Controls, Select } from "./controls.js";
import { DataTable } from "./DataTable.js";
import { distribution } from "./distribution.js";
import { element, type Child } from "./element.js";
import { Columns, Panel } from "./Panel.js";
import { sized } from "./sized.js";

type Names = "table" | "column";

/** A value of a column: whole numbers bare, others to three digits. */
const shown = (value: number | string | null): string =>
  typeof value === "string"
    ? value
    : Number.isInteger(value) && Math.abs(value!) < 10_000
      ? formatFixed(value, 0).replace(",", "")
      : Number.isInteger(value)
        ? formatCount(value)
        : formatNumber(value);

function Large(profile: ColumnProfile): Child {
  const label = `Distribution of ${profile.name}`;
  if (profile.histogram && profile.histogram.length > 0) {
    const bins = profile.histogram;
    return sized((width) =>
      chart({
        label: `${label}: ${formatCount(profile.rows - profile.missing)} values from ${shown(profile.min)} to ${shown(profile.max)}, median ${shown(profile.quantiles?.[2] ?? null)}`,
        width,
        height: 216,
        marginLeft: 56,
        marginBottom: 46,
        x: { label: profile.name },
        y: { label: "rows", tickFormat: "~s", ticks: 4 },
        marks: [
          Plot.rectY(bins, { x1: "lower", x2: "upper", y: "count", fill: "var(--histogram)", insetLeft: 0.5 }),
          Plot.ruleY([0], { stroke: "var(--rule)" }),
        ],
      }),
    );
  }
  return sized((width) =>
    chart({
      label: `${label}: the commonest of ${formatCount(profile.distinct)} values`,
      width,
      height: 26 * profile.top.length + 40,
      marginLeft: Math.min(160, width * 0.35),
      x: { label: "rows", tickFormat: "~s", ticks: 4 },
      y: { label: null, domain: profile.top.map(({ value }) => value) },
      marks: [
        Plot.barX(profile.top, { x: "count", y: "value", fill: "var(--histogram)" }),
        Plot.ruleX([0], { stroke: "var(--rule)" }),
      ],
    }),
  );
}

function Detail(title: string, profile: ColumnProfile | undefined): HTMLElement {
  if (!profile)
    return element("div", null, element("h3", null, title), element("p", { class: "muted" }, "Not in this table."));
  const facts: [string, string][] = [
    ["Rows", formatCount(profile.rows)],
    ["Missing", `${formatCount(profile.missing)} (${formatPercent(profile.missing / profile.rows)})`],
    ["Different values", formatCount(profile.distinct)],
    ...(profile.kind === "numeric"
      ? ([
          ["Mean ± standard deviation", `${shown(profile.mean)} ± ${shown(profile.standardDeviation)}`],
          [
            "5, 50, 95 per cent",
            profile.quantiles ? [0, 2, 4].map((i) => shown(profile.quantiles![i]!)).join(" · ") : "–",
          ],
        ] as [string, string][])
      : []),
    ["From, to", `${shown(profile.min)} to ${shown(profile.max)}`],
    ...(profile.nonFinite > 0 ? ([["Not finite", formatCount(profile.nonFinite)]] as [string, string][]) : []),
  ];
  return element(
    "div",
    null,
    element("h3", null, title),
    Large(profile),
    element(
      "dl",
      { class: "breakdown" },
      facts.map(([name, value]) =>
        element("div", null, element("dt", { class: "muted" }, name), element("dd", null, value)),
      ),
    ),
  );
}

function overview(table: TableProfile, state: AddressState<Names>): HTMLElement {
  return DataTable(
    table.columns,
    [
      {
        name: "column",
        title: "Column",
        cell: ({ name }) =>
          element("button", { type: "button", class: "link", onclick: () => state.set({ column: name }) }, name),
      },
      {
        name: "type",
        title: "Type",
        wideOnly: true,
        cell: ({ type }) => element("span", { class: "small" }, type.toLowerCase()),
      },
      {
        name: "missing",
        title: "Missing",
        align: "right",
        cell: ({ missing, rows }) => (missing === 0 ? "0" : formatPercent(missing / rows, 2)),
      },
      {
        name: "distinct",
        title: "Different",
        align: "right",
        wideOnly: true,
        cell: ({ distinct }) => formatCount(distinct),
      },
      { name: "from", title: "From", align: "right", wideOnly: true, cell: ({ min }) => shown(min) },
      { name: "median", title: "Median", align: "right", cell: ({ quantiles }) => shown(quantiles?.[2] ?? null) },
      { name: "to", title: "To", align: "right", wideOnly: true, cell: ({ max }) => shown(max) },
      { name: "shape", title: "Distribution", cell: (profile) => distribution(profile, { width: 130, height: 28 }) },
      {
        name: "notes",
        title: "Notes",
        wideOnly: true,
        cell: ({ notes }) => element("span", { class: "small" }, notes.join(", ")),
      },
    ],
    { caption: `Columns of ${table.table}` },
  );
}

/** The profile of every column of the chosen table, and the chosen column before and after cleaning. */
export function columnProfiles(
  data: DataDocument,
  state: AddressState<Names>,
): { controls: HTMLElement; draw: () => Child } {
  const names = [
    ...new Set([...data.before.flatMap((table) => table.columns), ...data.after.columns].map(({ name }) => name)),
  ];
  return {
    controls: Controls(
      Select("Table", state, "table", [
        { value: "clean", text: `after cleaning (${formatCount(data.after.rows)} rows)` },
        ...data.before.map(({ table, rows }) => ({
          value: table,
          text: `${table}, as it came (${formatCount(rows)} rows)`,
        })),
      ]),
      Select("Column", state, "column", [
        { value: "", text: "none" },
        ...names.map((name) => ({ value: name, text: name })),
      ]),
    ),
    draw: () => {
      const chosen = state.get("table");
      const table = data.before.find(({ table }) => table === chosen) ?? data.after;
      const column = state.get("column");
      const source = data.before.find(({ columns }) => columns.some(({ name }) => name === column));
      return [
        column
          ? Panel(
              Columns(
                Detail(
                  `${column}, before${source ? ` (${source.table})` : ""}`,
                  source?.columns.find(({ name }) => name === column),
                ),
                Detail(
                  `${column}, after cleaning`,
                  data.after.columns.find(({ name }) => name === column),
                ),
              ),
            )
          : null,
        Panel(overview(table, state)),
      ];
    },
  };
}
