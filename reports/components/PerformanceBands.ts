import * as Plot from "@observablehq/plot";
import type { DriftState } from "../src/decisions/drift-types.js";
import type { JudgedWindow, MonitorDocument } from "../src/decisions/monitor-types.js";
import { formatInterval, formatValue } from "../src/lib/format.js";
import { chart, spreadLabels } from "./chart.js";
import { axisFormat } from "./GainChart.js";
import { onAxis, valueUnit, withUnit, type Reading } from "./quantities.js";
import { frameTitle, windowAxis } from "./windowAxis.js";
import { windowWords } from "./windowWords.js";

const stateColors: Record<DriftState, string> = {
  ok: "var(--champion)",
  warn: "var(--collect)",
  alarm: "var(--alarm)",
  "too-few-rows": "var(--surface)",
};

export interface PerformanceBandsData {
  document: Pick<MonitorDocument, "windows" | "log" | "limit">;
  metric: Reading;
  /** The state that colours a window's dot. */
  stateOf(window: JudgedWindow): DriftState;
  /** Name of the window that is looked at. */
  selected: string;
}

/** The metric by labels and without, each with its band, against what the policy allows. */
export function PerformanceBands(
  { document, metric, stateOf, selected }: PerformanceBandsData,
  { width }: { width: number },
): HTMLElement {
  const { windows, log, limit } = document;
  const { quantity } = metric;
  const axis = windowAxis(windows);
  const y = (value: number | null | undefined): number =>
    typeof value === "number" ? onAxis(value, quantity) : Number.NaN;
  const points = windows.map((window) => ({
    window,
    x: axis.place(window),
    realised: { at: y(window.realised.estimate), low: y(window.realised.lower), high: y(window.realised.upper) },
    expected: {
      at: y(window.expected?.estimate),
      low: y(window.expected?.lower),
      high: y(window.expected?.upper),
    },
    state: stateOf(window),
  }));
  type Point = (typeof points)[number];
  const { realised: reference } = log.reference.window;
  const values = points
    .flatMap(({ realised, expected }) => [realised, expected])
    .flatMap(({ at, low, high }) => [at, low, high])
    .concat(y(limit), y(reference.estimate))
    .filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = (high - low || 1) * 0.08;
  const domain: [number, number] = [low - pad, high + pad];
  const wide = width >= 560;
  const [height, top, bottom, marginLeft, marginRight] = [wide ? 340 : 300, 26, 34, 46, wide ? 150 : 12];
  const pixel = (value: number): number =>
    top + (1 - (value - domain[0]) / (domain[1] - domain[0])) * (height - top - bottom);
  const last = (of: "realised" | "expected"): number | undefined =>
    points
      .map((point) => point[of].at)
      .filter(Number.isFinite)
      .at(-1);
  const names = [
    { text: "by the labels", value: last("realised"), fill: "var(--champion)", weight: 600 },
    { text: "without labels", value: last("expected"), fill: "var(--muted)", weight: 400 },
    { text: `allowed: ${formatValue(limit, quantity)}`, value: y(limit), fill: "var(--alarm)", weight: 400 },
    { text: log.reference.name, value: y(reference.estimate), fill: "var(--faint)", weight: 400 },
  ].filter((each): each is typeof each & { value: number } => Number.isFinite(each.value));
  const labels = spreadLabels(
    names.map((name) => ({ ...name, y: pixel(name.value) })),
    16,
  );
  const shaded = windows.find(({ name }) => name === selected);
  const worst = points
    .filter(({ realised }) => Number.isFinite(realised.at))
    .sort((a, b) => (metric.direction === "minimize" ? 1 : -1) * (b.realised.at - a.realised.at))[0]?.window;
  const newest = windows.filter(({ realised }) => Number.isFinite(realised.estimate)).at(-1);
  const said = (window: JudgedWindow): string =>
    `${formatValue(window.realised.estimate, quantity)} ${formatInterval(window.realised.lower, window.realised.upper, quantity)} in ${windowWords(window)}`;
  const label = `${metric.title} over ${windows.length} windows, ${formatValue(limit, quantity)} allowed.${newest ? ` Newest with labels: ${said(newest)}.` : ""}${worst ? ` Worst: ${said(worst)}.` : ""}`;
  const band = (of: "realised" | "expected", fill: string, opacity: number): Plot.Markish =>
    Plot.areaY(points, {
      x: "x",
      y1: (point: Point) => point[of].low,
      y2: (point: Point) => point[of].high,
      fill,
      fillOpacity: opacity,
    });
  return chart({
    label,
    width,
    height,
    marginLeft,
    marginRight,
    marginTop: top,
    marginBottom: bottom,
    x: axis.x,
    y: { domain, label: null },
    marks: [
      shaded && axis.dated
        ? Plot.rectX([shaded], {
            x1: () => new Date(shaded.from!),
            x2: () => new Date(shaded.to!),
            fill: "var(--wash)",
          })
        : null,
      Plot.ruleY([y(reference.estimate)].filter(Number.isFinite), { stroke: "var(--edge)", strokeDasharray: "1 4" }),
      Plot.ruleY([y(limit)].filter(Number.isFinite), { stroke: "var(--alarm)", strokeDasharray: "4 3" }),
      band("expected", "var(--muted)", 0.16),
      band("realised", "var(--champion)", 0.2),
      Plot.line(points, {
        x: "x",
        y: (point: Point) => point.expected.at,
        stroke: "var(--muted)",
        strokeWidth: 1.5,
        strokeDasharray: "5 3",
      }),
      Plot.line(points, { x: "x", y: (point: Point) => point.realised.at, stroke: "var(--champion)", strokeWidth: 2 }),
      Plot.dot(
        points.filter(({ realised }) => Number.isFinite(realised.at)),
        {
          x: "x",
          y: (point: Point) => point.realised.at,
          r: (point: Point) => (point.state === "ok" ? 3 : 4.5),
          fill: (point: Point) => stateColors[point.state],
          stroke: (point: Point) => (point.state === "too-few-rows" ? "var(--champion)" : "var(--ground)"),
          strokeWidth: 1.25,
          symbol: (point: Point) => (point.state === "alarm" ? "square" : "circle"),
        },
      ),
      axis.mark(width),
      Plot.axisY({
        ticks: 5,
        tickFormat: axisFormat(domain, 5, false),
        fontSize: 12,
        tickSize: 4,
        color: "var(--ink)",
      }),
      frameTitle(`↑ ${withUnit(metric.title, valueUnit(quantity))}`, marginLeft),
      ...(wide
        ? labels.map(({ text, fill, weight, labelY }) =>
            Plot.text([0], {
              frameAnchor: "top-right",
              dx: 8,
              dy: labelY - top,
              lineAnchor: "middle",
              textAnchor: "start",
              text: () => text,
              fill,
              fontSize: 12,
              fontWeight: weight,
            }),
          )
        : []),
    ],
    r: { type: "identity" },
    symbol: { type: "identity" },
    color: { type: "identity" },
  });
}
