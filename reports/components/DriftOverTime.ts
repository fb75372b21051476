import * as Plot from "@observablehq/plot";
import type { DriftCourse } from "../src/cards/evidence-types.js";
import { formatPercent } from "../src/lib/format.js";
import { chart } from "./chart.js";
import { frameTitle } from "./windowAxis.js";

export interface DriftOverTimeData {
  windows: readonly DriftCourse[];
  selected: number;
  /** First and last moment of the chart below it, whose axis this one shares; null in a replay. */
  span: readonly [Date, Date] | null;
  /** Margins of that chart. */
  margins: { left: number; right: number };
}

/** How much of what the model rests on is in features that alarm (dark) or warn (pale), window by window. */
export function DriftOverTime(
  { windows, selected, span, margins }: DriftOverTimeData,
  { width }: { width: number },
): HTMLElement {
  const bars = windows.flatMap((window, index) => [
    { window, index, low: 0, high: 100 * window.shares.alarm, fill: "var(--alarm)" },
    {
      window,
      index,
      low: 100 * window.shares.alarm,
      high: 100 * (window.shares.alarm + window.shares.warn),
      fill: "var(--collect)",
    },
  ]);
  type Bar = (typeof bars)[number];
  const most = Math.max(10, ...bars.map(({ high }) => high));
  const worst = [...windows].sort((a, b) => b.shares.alarm - a.shares.alarm)[0];
  const chosen = windows[selected];
  const said = ({ name, shares, alarms }: DriftCourse): string =>
    `${formatPercent(shares.alarm, 0)} in ${name}, ${alarms} ${alarms === 1 ? "column" : "columns"}`;
  const common = {
    y1: ({ low }: Bar) => low,
    y2: ({ high }: Bar) => high,
    fill: ({ fill }: Bar) => fill,
    fillOpacity: ({ fill, index }: Bar) => (fill === "var(--alarm)" ? 1 : 0.55) * (index === selected ? 1 : 0.75),
    insetLeft: 0.5,
    insetRight: 0.5,
  };
  return chart({
    label: `Share of the model's importance in features that alarm: ${worst ? `at most ${said(worst)}` : "none"}${chosen ? `; ${said(chosen)}` : ""}.`,
    width,
    height: 150,
    marginLeft: margins.left,
    marginRight: margins.right,
    marginTop: 26,
    marginBottom: span ? 8 : 30,
    x: span
      ? { type: "utc", domain: [...span], axis: null }
      : { type: "band", domain: windows.map(({ name }) => name), label: null },
    y: { domain: [0, most], label: null },
    color: { type: "identity" },
    opacity: { type: "identity" },
    marks: [
      span
        ? Plot.rectY(bars, {
            ...common,
            x1: ({ window }: Bar) => new Date(window.from!),
            x2: ({ window }: Bar) => new Date(window.to!),
          })
        : Plot.barY(bars, { ...common, x: ({ window }: Bar) => window.name }),
      Plot.ruleY([0], { stroke: "var(--edge)" }),
      span ? null : Plot.axisX({ anchor: "bottom", fontSize: 12, tickSize: 0, color: "var(--ink)" }),
      Plot.axisY({ ticks: 3, fontSize: 12, tickSize: 4, color: "var(--ink)" }),
      frameTitle("↑ per cent of the model's importance in features that alarm; pale: warn", margins.left),
    ],
  });
}
