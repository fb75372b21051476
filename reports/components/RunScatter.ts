import * as Plot from "@observablehq/plot";
import type { LeaderboardRun } from "../src/evaluation/types.js";
import { formatValue } from "../src/lib/format.js";
import { chart, fitted, modelColor, placeNames } from "./chart.js";
import { axisFormat } from "./GainChart.js";
import { hasInterval, onAxis, valueUnit, withUnit, type Reading } from "./quantities.js";

export interface RunScatterData {
  runs: readonly LeaderboardRun[];
  metric: Reading;
  /** What stands on the horizontal axis; runs without it are left out. */
  x(run: LeaderboardRun): number | string | null;
  xTitle: string;
  /** A logarithmic axis for costs that span decades. */
  logarithmic?: boolean;
}

/** The metric, with its interval, against a cost or a parameter; one dot a run, named beside it. */
export function RunScatter(
  { runs, metric, x, xTitle, logarithmic = false }: RunScatterData,
  { width }: { width: number },
): HTMLElement {
  const points = runs.flatMap((run) => {
    const at = x(run);
    const value = run.metrics[metric.name];
    if (
      at === null ||
      (typeof at === "number" && !(Number.isFinite(at) && (!logarithmic || at > 0))) ||
      !value ||
      !Number.isFinite(value.estimate)
    )
      return [];
    return [
      {
        run,
        x: at,
        y: onAxis(value.estimate, metric.quantity),
        lower: hasInterval(value) ? onAxis(value.lower, metric.quantity) : null,
        upper: hasInterval(value) ? onAxis(value.upper, metric.quantity) : null,
        color: modelColor(run),
        title: run.title,
      },
    ];
  });
  const numeric = points.every((point) => typeof point.x === "number");
  const ends = points.flatMap(({ lower, upper, y }) => [lower ?? y, upper ?? y]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const pad = (high - low || Math.abs(high) || 1) * 0.08;
  const domain: [number, number] = [low - pad, high + pad];
  const height = 290;
  const pixel = (value: number): number =>
    24 + (1 - (value - domain[0]) / (domain[1] - domain[0])) * (height - 24 - 46);
  const xs = points.map((point) => Number(point.x));
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const span = last - first;
  const [left, right] = [50, 16];
  const room = width - left - right;
  const across = (x: number | string, index: number): number => {
    if (typeof x === "string") return left + (room * (index + 0.5)) / points.length;
    if (logarithmic) return left + (room * Math.log((2 * x) / first)) / Math.log((4 * last) / first);
    return span === 0 ? left + room / 2 : left + 18 + ((room - 36) * (x - first)) / span;
  };
  const names = points.map(({ title }) => fitted(title, 0.6 * room));
  const placed = placeNames(
    points.map((point, index) => ({
      x: across(point.x, index),
      y: pixel(point.y),
      low: pixel(point.lower ?? point.y),
      high: pixel(point.upper ?? point.y),
      text: names[index]!,
    })),
    [left, 24, width, height - 46],
  );
  return chart({
    label: `${metric.title} against ${xTitle}: ${points.map((point) => `${point.title} ${formatValue(point.run.metrics[metric.name]?.estimate, metric.quantity)} at ${point.x}`).join("; ")}.`,
    width,
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: 24,
    marginBottom: 46,
    x: numeric
      ? {
          type: logarithmic ? "log" : "linear",
          label: null,
          ...(logarithmic
            ? { domain: [first / 2, 2 * last] }
            : span === 0
              ? { domain: [xs[0]! - 1, xs[0]! + 1] }
              : { inset: 18 }),
        }
      : { type: "point", label: null },
    y: { domain, label: null },
    marks: [
      Plot.ruleX(
        points.filter(({ lower }) => lower !== null),
        { x: "x", y1: "lower", y2: "upper", stroke: "color", strokeWidth: 2.5, strokeOpacity: 0.5 },
      ),
      Plot.dot(points, { x: "x", y: "y", r: 5.5, fill: "color", stroke: "var(--ground)", strokeWidth: 1.5 }),
      ...points.map((point, index) =>
        Plot.text([point], {
          x: "x",
          y: "y",
          text: () => names[index]!,
          textAnchor: placed[index]!.anchor,
          dx: placed[index]!.dx,
          dy: placed[index]!.dy,
          fill: point.run.isChampion || point.run.isChallenger ? point.color : "var(--muted)",
          fontSize: 12,
          stroke: "var(--ground)",
          strokeWidth: 3,
        }),
      ),
      Plot.axisX({
        anchor: "bottom",
        ticks: width < 420 ? 3 : 5,
        fontSize: 12,
        tickSize: 5,
        color: "var(--ink)",
        ...(logarithmic
          ? { tickFormat: (value: number) => (value >= 1 ? value.toLocaleString("en-US") : String(value)) }
          : {}),
      }),
      Plot.axisY({
        ticks: 5,
        tickFormat: axisFormat(domain, 5, false),
        fontSize: 12,
        tickSize: 4,
        color: "var(--ink)",
      }),
      Plot.text([0], {
        frameAnchor: "top-left",
        dx: -46,
        dy: -18,
        textAnchor: "start",
        text: () => `↑ ${withUnit(metric.title, valueUnit(metric.quantity))}`,
        fontSize: 12,
        fill: "var(--muted)",
      }),
      Plot.text([0], {
        frameAnchor: "bottom-right",
        dy: 40,
        text: () => `${xTitle} →`,
        fontSize: 12,
        fill: "var(--muted)",
      }),
    ],
  });
}
