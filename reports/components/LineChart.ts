import * as Plot from "@observablehq/plot";
import { chart, fitted, spreadLabels } from "./chart.js";
import { axisFormat } from "./GainChart.js";

export interface Series {
  title: string;
  color: string;
  dash?: string;
  points: readonly { x: number; y: number }[];
}

export interface LineChartData {
  series: readonly Series[];
  xTitle: string;
  yTitle: string;
  /** The whole of the story in words. */
  label: string;
  xDomain?: readonly [number, number];
  yDomain?: readonly [number, number];
  /** A line to compare with, such as what chance gives. */
  reference?: { from: readonly [number, number]; to: readonly [number, number] };
  /** Where names stand: at the ends of lines, or in a corner where the ends meet. */
  names?: "ends" | "top-right" | "bottom-right" | "bottom-left";
  height?: number;
}

/** Each pattern of dashes as text, beside a name that stands away from its line. */
const samples: Record<string, string> = { none: "——", "6 3": "– –", "2 3": "·····", "8 3 2 3": "–·–", "1 4": "· · ·" };

/** Lines named where they end, or in a corner where they all end in one point. */
export function LineChart(
  { series, xTitle, yTitle, label, xDomain, yDomain, reference, names = "ends", height = 290 }: LineChartData,
  { width }: { width: number },
): HTMLElement {
  const drawn = series.filter(({ points }) => points.length > 0);
  const all = drawn.flatMap(({ points }) => points);
  const fit = (values: number[]): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const pad = (high - low || Math.abs(high) || 1) * 0.04;
    return [low - pad, high + pad];
  };
  const xs: readonly [number, number] = xDomain ?? [
    Math.min(...all.map(({ x }) => x)),
    Math.max(...all.map(({ x }) => x)),
  ];
  const ys: readonly [number, number] = yDomain ?? fit(all.map(({ y }) => y));
  const longest = Math.max(0, ...drawn.map(({ title }) => title.length));
  const marginRight = names === "ends" ? Math.min(width * 0.36, 18 + longest * 6.6) : 14;
  const yTicks = axisFormat([ys[0], ys[1]], 5, false);
  const marginLeft = Math.max(46, 14 + 6.8 * Math.max(yTicks(ys[0]).length, yTicks(ys[1]).length));
  const [top, bottom] = [24, 46];
  const pixel = (y: number): number => top + (1 - (y - ys[0]) / (ys[1] - ys[0])) * (height - top - bottom);
  const ends = drawn.map((line) => ({ line, last: line.points.at(-1)!, y: pixel(line.points.at(-1)!.y) }));
  return chart({
    label,
    width,
    height,
    marginLeft,
    marginRight,
    marginTop: top,
    marginBottom: bottom,
    x: { domain: [...xs], label: null },
    y: { domain: [...ys], label: null, clamp: true },
    marks: [
      reference
        ? Plot.link([0], {
            x1: reference.from[0],
            y1: reference.from[1],
            x2: reference.to[0],
            y2: reference.to[1],
            stroke: "var(--edge)",
            strokeDasharray: "2 3",
          })
        : null,
      ...drawn.map((line) =>
        Plot.line(line.points, {
          x: "x",
          y: "y",
          stroke: line.color,
          strokeWidth: 2,
          strokeDasharray: line.dash ?? "none",
          strokeLinejoin: "round",
        }),
      ),
      ...(names === "ends"
        ? spreadLabels(ends, 15).map(({ line, last, y, labelY }) =>
            Plot.text([last], {
              x: "x",
              y: "y",
              dx: 7,
              dy: labelY - y,
              text: () => fitted(line.title, marginRight - 10),
              textAnchor: "start",
              fill: line.color,
              fontSize: 12,
            }),
          )
        : drawn.map((line, index) =>
            Plot.text([0], {
              frameAnchor: names,
              textAnchor: names === "bottom-left" ? "start" : "end",
              dx: names === "bottom-left" ? 10 : -8,
              dy: names === "top-right" ? 10 + 17 * index : -10 - 17 * (drawn.length - 1 - index),
              text: () => {
                const name = fitted(line.title, width / 2);
                const sample = samples[line.dash ?? "none"] ?? "";
                return names === "bottom-left" ? `${sample} ${name}` : `${name} ${sample}`;
              },
              fill: line.color,
              fontSize: 12,
              stroke: "var(--ground)",
              strokeWidth: 3,
            }),
          )),
      Plot.axisX({
        anchor: "bottom",
        ticks: 5,
        tickFormat: axisFormat([xs[0], xs[1]], 5, false),
        fontSize: 12,
        tickSize: 5,
        color: "var(--ink)",
      }),
      Plot.axisY({
        ticks: 5,
        tickFormat: yTicks,
        fontSize: 12,
        tickSize: 4,
        color: "var(--ink)",
      }),
      Plot.text([0], {
        frameAnchor: "top-left",
        dx: 4 - marginLeft,
        dy: -18,
        textAnchor: "start",
        text: () => `↑ ${yTitle}`,
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
