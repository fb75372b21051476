import * as Plot from "@observablehq/plot";
import { formatCount, formatNumber } from "../src/lib/format.js";
import type { AddressState } from "./addressState.js";
import { chart } from "./chart.js";
import { Controls, Select } from "./controls.js";
import { DataTable } from "./DataTable.js";
import { element } from "./element.js";
import type { ResultTable } from "./openDatabase.js";
import { Panel } from "./Panel.js";
import { sized } from "./sized.js";

type Value = number | string | null;

const mostRows = 200;
const midnight = /(?<=^\d{4}-\d{2}-\d{2})T00:00:00\.000Z$/;
const wholeSecond = /(?<=^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\.000Z$/;

/** A value as a cell shows it; times lose what is zero. */
const shown = (value: Value): string =>
  value === null
    ? "–"
    : typeof value === "number"
      ? Number.isInteger(value)
        ? formatCount(value)
        : formatNumber(value)
      : value.replace(midnight, "").replace(wholeSecond, "Z");

/** Text that a spreadsheet reads as text: a leading `=` or `+` would be a formula. */
const csvField = (value: Value): string => {
  if (value === null) return "";
  const text = String(value);
  const safe = typeof value === "string" && /^[=+@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const toCsv = ({ columns, rows }: ResultTable): string =>
  [columns, ...rows]
    .map((row) => row.map(csvField).join(","))
    .join("\n")
    .concat("\n");

function download(table: ResultTable): HTMLElement {
  const save = (): void => {
    const link = element("a", {
      href: URL.createObjectURL(new Blob([toCsv(table)], { type: "text/csv" })),
      download: "rows.csv",
    });
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return element("button", { type: "button", class: "button", onclick: save }, "Download CSV");
}

const timePattern = /^\d{4}-\d{2}-\d{2}T/;
const plotted = (value: Value): Date | Value =>
  typeof value === "string" && timePattern.test(value) ? new Date(value) : value;

function plot({ columns, rows }: ResultTable, x: string, y: string, mark: string, width: number): HTMLElement {
  const [i, j] = [columns.indexOf(x), columns.indexOf(y)];
  const points = rows.slice(0, 20_000).map((row) => ({ x: plotted(row[i]!), y: plotted(row[j]!) }));
  const isText = points.some((point) => typeof point.y === "string");
  const drawn =
    mark === "line"
      ? Plot.lineY(points, { x: "x", y: "y", stroke: "var(--champion)" })
      : mark === "bar"
        ? isText
          ? Plot.barX(points, { x: "x", y: "y", fill: "var(--champion)", sort: { y: "-x" } })
          : Plot.rectY(points, { x: "x", y: "y", interval: undefined, fill: "var(--champion)" })
        : Plot.dot(points, { x: "x", y: "y", fill: "var(--champion)", r: 2.5, fillOpacity: 0.6 });
  return chart({
    label: `${y} against ${x}, ${formatCount(points.length)} points`,
    width,
    height: mark === "bar" && isText ? Math.min(600, 26 * points.length + 50) : 320,
    marginLeft: isText ? Math.min(160, width * 0.35) : 60,
    x: { label: x },
    y: { label: isText ? null : y },
    marks: [drawn],
  });
}

/** A query's answer: how many rows and how long, the table, and a quick plot that the reader chooses. */
export function QueryResult(
  table: ResultTable,
  milliseconds: number,
  state: AddressState<"x" | "y" | "mark">,
): HTMLElement {
  const { columns, rows } = table;
  const picture = element("div");
  const draw = (): void => {
    const [x, y] = [state.get("x"), state.get("y")];
    picture.replaceChildren(
      columns.includes(x) && columns.includes(y) && rows.length > 0
        ? Panel(sized((width) => plot(table, x, y, state.get("mark"), width)))
        : "",
    );
  };
  draw();
  state.onChange(draw);
  const choices = [{ value: "", text: "none" }, ...columns.map((name) => ({ value: name, text: name }))];
  const more = rows.length > mostRows ? `; the first ${formatCount(mostRows)} are shown` : "";
  return element(
    "div",
    { class: "result" },
    element(
      "p",
      { class: "muted", role: "status" },
      `${formatCount(rows.length)} ${rows.length === 1 ? "row" : "rows"} in ${formatCount(Math.round(milliseconds))} ms${more}`,
    ),
    Controls(
      Select("x", state, "x", choices),
      Select("y", state, "y", choices),
      Select(
        "Mark",
        state,
        "mark",
        ["dot", "line", "bar"].map((value) => ({ value, text: value })),
      ),
      download(table),
    ),
    picture,
    Panel(
      DataTable(
        rows.slice(0, mostRows),
        columns.map((name, index) => ({
          name: String(index),
          title: name,
          align: rows.some((row) => typeof row[index] === "number") ? ("right" as const) : ("left" as const),
          cell: (row: Value[]) => shown(row[index] ?? null),
        })),
        { caption: "Answer of the query", empty: "The query found no rows." },
      ),
    ),
  );
}
