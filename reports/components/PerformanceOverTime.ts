import * as Plot from "@observablehq/plot";
import type { DriftPageDocument } from "../src/decisions/drift-types.js";
import { formatValue } from "../src/lib/format.js";
import { chart, spreadLabels } from "./chart.js";
import { axisFormat } from "./GainChart.js";
import { onAxis, valueUnit, withUnit, type Reading } from "./quantities.js";

export interface PerformanceOverTimeData {
  series: DriftPageDocument["performance"]["series"];
  metric: Reading;
  /** The window that is looked at, shaded. */
  window: { from: string | null; to: string | null; name: string; alarm: boolean };
  /** Parts of a replay have names and no time. */
  replay: boolean;
  frame: ReturnType<typeof performanceFrame>;
}

/** The frame that charts above one another share: margins in pixels, and the span of time (null in a replay). */
export function performanceFrame(
  { series, replay }: Pick<PerformanceOverTimeData, "series" | "replay">,
  windows: readonly { to: string | null }[],
  width: number,
): { margins: { left: number; right: number }; span: readonly [Date, Date] | null } {
  const right = Math.min(0.45 * width, 16 + 6.8 * Math.max(...series.map(({ title }) => title.length)));
  const moments = [
    ...series.flatMap(({ points }) => points.map(({ from }) => from)),
    ...windows.flatMap(({ to }) => (to === null ? [] : [to])),
  ].map((moment) => Date.parse(moment));
  return {
    margins: { left: 46, right },
    span: replay ? null : [new Date(Math.min(...moments)), new Date(Math.max(...moments))],
  };
}

/** The error, or the quality, of champion and challenger per period, with the window shaded. */
export function PerformanceOverTime(
  { series, metric, window, replay, frame }: PerformanceOverTimeData,
  { width }: { width: number },
): HTMLElement {
  // A replay's parts come in their order; their names have none.
  const inOrder = (a: { from: string }, b: { from: string }): number => (replay ? 0 : a.from.localeCompare(b.from));
  const lines = series
    .map(({ title, points }, index) => ({
      title,
      color: index === 0 ? "var(--champion)" : "var(--challenger)",
      points: points
        .filter(({ value }) => Number.isFinite(value))
        .sort(inOrder)
        .map((point) => ({
          ...point,
          x: replay ? point.from : new Date(point.from),
          y: onAxis(point.value, metric.quantity),
        })),
    }))
    .filter(({ points }) => points.length > 0);
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = (high - low || 1) * 0.12;
  const y: [number, number] = [low - pad, high + pad];
  const height = 260;
  const [top, bottom] = [24, 40];
  const pixel = (value: number): number => top + (1 - (value - y[0]) / (y[1] - y[0])) * (height - top - bottom);
  const shade = !replay && window.from && window.to ? [{ from: new Date(window.from), to: new Date(window.to) }] : [];
  const ends = spreadLabels(
    lines.map((line) => ({ line, last: line.points.at(-1)!, y: pixel(line.points.at(-1)!.y) })),
    16,
  );
  const mean = (points: { value: number; n: number }[]): number =>
    points.reduce((sum, { value, n }) => sum + value * n, 0) / points.reduce((sum, { n }) => sum + n, 0);
  const inside = (from: string): boolean =>
    replay
      ? from === window.name
      : Boolean(window.from && window.to && from >= window.from.slice(0, 10) && from < window.to);
  const label = `${metric.title} per period. ${lines
    .map(({ title, points }) => {
      const now = points.filter(({ from }) => inside(from));
      return `${title}: ${formatValue(mean(points), metric.quantity)} over all${now.length > 0 ? `, ${formatValue(mean(now), metric.quantity)} in ${window.name}` : ""}`;
    })
    .join("; ")}.`;
  return chart({
    label,
    width,
    height,
    marginLeft: frame.margins.left,
    marginRight: frame.margins.right,
    marginTop: top,
    marginBottom: bottom,
    x: replay
      ? { type: "point", label: null }
      : { type: "utc", label: null, ...(frame.span ? { domain: [...frame.span] } : {}) },
    y: { domain: y, label: null },
    marks: [
      Plot.rectX(shade, { x1: "from", x2: "to", fill: window.alarm ? "var(--alarm-wash)" : "var(--wash)" }),
      replay ? Plot.ruleX([window.name], { stroke: "var(--wash)", strokeWidth: 26 }) : null,
      ...lines
        .map(({ points, color }) => [
          Plot.line(points, { x: "x", y: "y", stroke: color, strokeWidth: 1.75 }),
          replay ? Plot.dot(points, { x: "x", y: "y", fill: color, r: 3.5 }) : null,
        ])
        .flat(),
      ...ends.map(({ line, last, y: at, labelY }) =>
        Plot.text([last], {
          x: "x",
          y: "y",
          dx: 8,
          dy: labelY - at,
          text: () => line.title,
          textAnchor: "start",
          fill: line.color,
          fontSize: 12,
          fontWeight: 600,
        }),
      ),
      Plot.axisX({
        anchor: "bottom",
        fontSize: 12,
        tickSize: 5,
        color: "var(--ink)",
        ...(replay ? {} : { ticks: width < 500 ? 4 : 10 }),
      }),
      Plot.axisY({ ticks: 5, tickFormat: axisFormat(y, 5, false), fontSize: 12, tickSize: 4, color: "var(--ink)" }),
      Plot.text([0], {
        frameAnchor: "top-left",
        dx: -42,
        dy: -18,
        textAnchor: "start",
        text: () => `↑ ${withUnit(metric.title, valueUnit(metric.quantity))}`,
        fontSize: 12,
        fill: "var(--muted)",
      }),
    ],
  });
}
