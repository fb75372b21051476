import * as Plot from "@observablehq/plot";
import type { LogWindow, ProjectLog } from "../src/monitoring/log-types.js";
import { formatCount, formatPercent, formatValue } from "../src/lib/format.js";
import { chart } from "./chart.js";
import { axisFormat } from "./GainChart.js";
import { onAxis, type Reading } from "./quantities.js";
import { frameTitle, windowAxis } from "./windowAxis.js";

const [top, bottom] = [26, 30];
const height = 210;
const axisY = { fontSize: 12, tickSize: 4, color: "var(--ink)" } as const;

interface Sized {
  width: number;
}

/** Bars from `low` to `high` per window: as wide as the window lasts, or side by side where windows have no dates. */
function bars<Row extends { window: LogWindow }>(
  rows: readonly Row[],
  dated: boolean,
  { low, high, fill }: { low(row: Row): number; high(row: Row): number; fill(row: Row): string },
): Plot.Markish {
  const common = { y1: low, y2: high, fill, insetLeft: 0.5, insetRight: 0.5 };
  return dated
    ? Plot.rectY(rows, {
        ...common,
        x1: ({ window }: Row) => new Date(window.from!),
        x2: ({ window }: Row) => new Date(window.to!),
      })
    : Plot.barY(rows, { ...common, x: ({ window }: Row) => window.name });
}

/** Rows per window; what has no label yet is pale. */
export function VolumeOverTime(
  { windows, rows }: { windows: readonly LogWindow[]; rows: string },
  { width }: Sized,
): HTMLElement {
  const axis = windowAxis(windows);
  const counts = windows.map((window) => ({ window, count: window.rows, labelled: window.labelled }));
  const most = Math.max(1, ...counts.map(({ count }) => count));
  const missing = counts.reduce((sum, { count, labelled }) => sum + count - labelled, 0);
  const marginLeft = 52;
  return chart({
    label: `${formatCount(counts.reduce((sum, { count }) => sum + count, 0))} ${rows} in ${windows.length} windows, from ${formatCount(Math.min(...counts.map(({ count }) => count)))} to ${formatCount(most)} each; ${missing > 0 ? `${formatCount(missing)} have no label yet` : "all have labels"}.`,
    width,
    height,
    marginLeft,
    marginRight: 8,
    marginTop: top,
    marginBottom: bottom,
    x: axis.x,
    y: { domain: [0, 1.04 * most], label: null },
    color: { type: "identity" },
    marks: [
      bars(counts, axis.dated, { low: () => 0, high: ({ labelled }) => labelled, fill: () => "var(--edge)" }),
      bars(counts, axis.dated, {
        low: ({ labelled }) => labelled,
        high: ({ count }) => count,
        fill: () => "var(--histogram)",
      }),
      axis.mark(width),
      Plot.axisY({ ...axisY, ticks: 4, tickFormat: (value: number) => formatCount(value) }),
      frameTitle(`↑ ${rows}${missing > 0 ? "; pale: no label yet" : ""}`, marginLeft),
    ],
  });
}

/** Median of the score per window with its middle half and its middle nine tenths; dotted: the reference's median. */
export function ScoreOverTime(
  { log, windows, score }: { log: Pick<ProjectLog, "reference">; windows: readonly LogWindow[]; score: Reading },
  { width }: Sized,
): HTMLElement {
  const axis = windowAxis(windows);
  const y = (value: number | undefined): number => onAxis(value ?? Number.NaN, score.quantity);
  const points = windows
    .filter(({ rows }) => rows > 0)
    .map((window) => ({ x: axis.place(window), at: window.score.quantiles.map(y) }));
  type Point = (typeof points)[number];
  const middle = y(log.reference.window.score.quantiles[2]);
  const values = points.flatMap(({ at }) => at).filter(Number.isFinite);
  const [low, high] = [Math.min(middle, ...values), Math.max(middle, ...values)];
  const domain: [number, number] = [low, high + (high - low || 1) * 0.04];
  const marginLeft = 52;
  const band = (from: number, to: number, opacity: number): Plot.Markish =>
    Plot.areaY(points, {
      x: "x",
      y1: ({ at }: Point) => at[from]!,
      y2: ({ at }: Point) => at[to]!,
      fill: "var(--champion)",
      fillOpacity: opacity,
    });
  const [first, last] = [windows.find(({ rows }) => rows > 0), windows.filter(({ rows }) => rows > 0).at(-1)];
  const said = (value: number | undefined): string => formatValue(value ?? Number.NaN, score.quantity);
  return chart({
    label: `Predictions: median from ${said(first?.score.quantiles[2])} to ${said(last?.score.quantiles[2])}, ${said(log.reference.window.score.quantiles[2])} on the ${log.reference.name}.`,
    width,
    height,
    marginLeft,
    marginRight: 8,
    marginTop: top,
    marginBottom: bottom,
    x: axis.x,
    y: { domain, label: null },
    marks: [
      band(0, 4, 0.14),
      band(1, 3, 0.26),
      Plot.ruleY([middle].filter(Number.isFinite), { stroke: "var(--edge)", strokeDasharray: "1 4" }),
      Plot.line(points, { x: "x", y: ({ at }: Point) => at[2]!, stroke: "var(--champion)", strokeWidth: 2 }),
      axis.mark(width),
      Plot.axisY({ ...axisY, ticks: 4, tickFormat: axisFormat(domain, 4, false) }),
      frameTitle(`↑ ${score.title}`, marginLeft),
    ],
  });
}

const risks = [
  { name: "low", fill: "var(--histogram)" },
  { name: "medium", fill: "var(--edge)" },
  { name: "high", fill: "var(--ink)" },
] as const;

/** Shares of low, medium and high scores per window, as the reference cuts them; dotted: the reference's shares. */
export function RiskOverTime({ windows }: { windows: readonly LogWindow[] }, { width }: Sized): HTMLElement {
  const axis = windowAxis(windows);
  const stacked = windows
    .filter(({ rows }) => rows > 0)
    .flatMap((window) => {
      let below = 0;
      return risks.map(({ name, fill }) => {
        const low = below;
        below += (100 * window.risk[name]) / window.rows;
        return { window, low, high: below, fill };
      });
    });
  const share = (window: LogWindow | undefined): string =>
    window ? formatPercent(window.risk.high / window.rows, 0) : "–";
  const filled = windows.filter(({ rows }) => rows > 0);
  const highest = [...filled].sort((a, b) => b.risk.high / b.rows - a.risk.high / a.rows)[0];
  const marginLeft = 52;
  return chart({
    label: `High scores: ${share(filled[0])} in the first window, ${share(filled.at(-1))} in the newest, at most ${share(highest)}; 10 % on the reference.`,
    width,
    height,
    marginLeft,
    marginRight: 54,
    marginTop: top,
    marginBottom: bottom,
    x: axis.x,
    y: { domain: [0, 100], label: null },
    color: { type: "identity" },
    marks: [
      bars(stacked, axis.dated, { low: ({ low }) => low, high: ({ high }) => high, fill: ({ fill }) => fill }),
      Plot.ruleY([50, 90], { stroke: "var(--surface)", strokeWidth: 3 }),
      Plot.ruleY([50, 90], { stroke: "var(--ink)", strokeDasharray: "1 4" }),
      ...[
        ["low", 25],
        ["medium", 70],
        ["high", 95],
      ].map(([name, at]) =>
        Plot.text([0], {
          frameAnchor: "right",
          dx: 6,
          dy: (0.5 - (at as number) / 100) * (height - top - bottom),
          textAnchor: "start",
          text: () => name as string,
          fill: "var(--muted)",
          fontSize: 12,
        }),
      ),
      axis.mark(width),
      Plot.axisY({ ...axisY, ticks: [0, 50, 90, 100], tickFormat: (value: number) => String(value) }),
      frameTitle("↑ per cent of the window; dotted: the reference", marginLeft),
    ],
  });
}
